"""People, plans, answers, traces, clocks, and each person's days in sums (`days.rebuild` fills those afterwards)."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LOOKS = (("sun", "yellow"), ("moon", "white"), ("star", "sky"), ("leaf", "green"), ("drop", "pink"),
         ("boat", "orange"), ("house", "vermillion"), ("bell", "blue"))


def upgrade() -> None:
    _widen()
    op.create_table("answer", *_dated(), sa.Column("question", sa.String(20), nullable=False),
                    sa.Column("yes", sa.Boolean(), nullable=False),
                    sa.Column("serial", sa.Integer(), nullable=False))
    op.create_index("ix_answer_person", "answer", ["person_id", "serial"])
    op.create_index("ix_answer_serial", "answer", ["serial"])
    op.create_table(
        "plan_decision", *_dated(),
        sa.Column("change", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("stage", sa.String(10), nullable=False),
        sa.Column("reps_per_side", sa.Integer(), nullable=False),
        sa.Column("hold_s", sa.Float(), nullable=False),
        sa.Column("sessions_a_day", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
    )
    op.create_index("ix_decision_person", "plan_decision", ["person_id", "serial"])
    op.create_index("ix_decision_serial", "plan_decision", ["serial"])
    op.create_table(
        "event", *_dated(),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("session_id", sa.String(36), nullable=False),
        sa.Column("from_person", sa.String(36), nullable=True),
        sa.Column("to_person", sa.String(36), nullable=True),
        sa.Column("detail", sa.String(200), nullable=False),
    )
    op.create_index("ix_event_kind", "event", ["kind", "person_id", "day"])
    op.create_index("ix_event_session", "event", ["session_id"])
    op.create_table(
        "pattern",
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("kit", sa.String(10), primary_key=True),
        sa.Column("shares", sa.JSON(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
    )
    _days()
    op.create_table(
        "written",
        sa.Column("station_id", sa.Uuid(), sa.ForeignKey("station.id"), primary_key=True),
        sa.Column("run", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
    )


def _widen() -> None:
    """Old persons get the symbols in turn; old sessions were dated by a clock that nobody doubted."""
    op.add_column("person", sa.Column("symbol", sa.String(12), nullable=False, server_default="sun"))
    op.add_column("person", sa.Column("colour", sa.String(12), nullable=False, server_default="yellow"))
    op.add_column("person", sa.Column("made_epoch_s", sa.Float(), nullable=False, server_default="0"))
    bind = op.get_bind()
    for number, (key,) in enumerate(bind.execute(sa.text("SELECT id FROM person ORDER BY name, id")).fetchall()):
        symbol, colour = LOOKS[number % len(LOOKS)]
        bind.execute(sa.text("UPDATE person SET symbol = :symbol, colour = :colour WHERE id = :key"),
                     {"symbol": symbol, "colour": colour, "key": key})
    # columns are added in place: a batch would make the table anew, and dropping the old one deletes all repetitions
    op.add_column("session", sa.Column("started_monotonic_s", sa.Float(), nullable=True))
    op.add_column("session", sa.Column("clock_known", sa.Boolean(), nullable=False, server_default="1"))
    op.add_column("session", sa.Column("sure", sa.Boolean(), nullable=False, server_default="1"))
    op.add_column("session", sa.Column("serial", sa.Integer(), nullable=False, server_default="0"))
    keys = bind.execute(sa.text("SELECT id FROM session ORDER BY started_epoch_s, id")).fetchall()
    if keys:
        bind.execute(sa.text("UPDATE session SET serial = :serial WHERE id = :key"),
                     [{"serial": serial, "key": key} for serial, (key,) in enumerate(keys, 1)])
    # older versions ended a session by a calendar that may have been set back in its midst
    last = "(SELECT COALESCE(MAX(rep.end_s), 0) FROM rep WHERE rep.session_id = session.id)"
    bind.execute(sa.text(f"UPDATE session SET ended_epoch_s = started_epoch_s + {last} "
                         f"WHERE ended_epoch_s < started_epoch_s + {last}"))
    op.create_index("ix_session_serial", "session", ["serial"])
    op.create_index("ix_session_order", "session", ["person_id", "serial"])
    op.create_index("ix_session_person", "session", ["person_id", "day", "started_epoch_s"])
    op.create_index("ix_session_clock", "session", ["clock_known", "boot_id"])


def _dated() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("station_id", sa.Uuid(), sa.ForeignKey("station.id"), nullable=False),
        sa.Column("boot_id", sa.String(36), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("epoch_s", sa.Float(), nullable=False),
        sa.Column("utc_offset_s", sa.Integer(), nullable=False),
        sa.Column("monotonic_s", sa.Float(), nullable=True),
        sa.Column("clock_known", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=True),
    )


def _days() -> None:
    whole = ("sessions", "counting", "reps_left", "reps_right", "reps_double", "partial")
    op.create_table(
        "person_day",
        sa.Column("subject", sa.String(36), primary_key=True),
        sa.Column("day", sa.String(10), primary_key=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in whole),
        sa.Column("hold_sum_s", sa.Float(), nullable=False),
        sa.Column("hold_shortest_s", sa.Float(), nullable=True),
        sa.Column("pelvic_judged", sa.Integer(), nullable=False),
        sa.Column("pelvic_lifted", sa.Integer(), nullable=False),
        sa.Column("told_to_rest", sa.Boolean(), nullable=False),
        sa.Column("chain_days", sa.Integer(), nullable=False),
        sa.Column("chain_rested", sa.String(10), nullable=True),
    )
