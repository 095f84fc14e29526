"""The edge to the disk: what is kept of sessions, in SQLite at a station and, later, one PostgreSQL for many."""

import logging

logging.getLogger("alembic").setLevel(logging.WARNING)  # its INFO lines are about itself, from its import on
