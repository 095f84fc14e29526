"""The commands about what is kept: the day, people, sessions, plans; export, import, backup, restore, erase."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mat.cli_options import (
    ConfigOption,
    DataOption,
    JsonOption,
    PersonOption,
    day_of,
    err,
    out,
    print_line,
    say,
    settings_and_file,
)
from mat.ports import UsageError
from mat.settings import data_folder


class Form(StrEnum):
    csv = "csv"
    json = "json"


def summary(
    day: Annotated[str | None, typer.Option(help="Day as YYYY-MM-DD. Default: today.", show_default=False)] = None,
    person: PersonOption = None,
    json_: JsonOption = False,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """The day in facts; with profiles, of everybody who has sessions on it."""
    from mat.data import summaries
    from mat.report import day_as_json, print_day
    settings, _ = settings_and_file(config)
    for found in summaries(settings, data_folder(data), day_of(day), person):
        if json_:
            print_line(day_as_json(found))
        else:
            print_day(out, found)


def people(
    add: Annotated[str | None, typer.Option(help="Make a profile of this name.", show_default=False)] = None,
    rename: Annotated[str | None, typer.Option(metavar="P=NAME", help="Call a profile (name or id) otherwise.",
                                               show_default=False)] = None,
    json_: JsonOption = False,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Who has a profile; make one or give it another name."""
    from mat.data import add_person, called, opened, rename_person
    from mat.report_data import print_people
    settings, _ = settings_and_file(config)
    with opened(settings, data_folder(data)) as store:
        if add is not None:
            profile = add_person(store, add)
            say(f"{profile.name} has a profile now: {profile.symbol}, {profile.colour}")
        if rename is not None:
            profile, name = rename_person(store, rename)
            say(f"{called(profile)} is called {name} now")
        known = store.profiles()
    if json_:
        for one in known:
            print_line({"id": one.id, "name": one.name, "symbol": one.symbol, "colour": one.colour})
    elif add is None and rename is None:
        print_people(out, known)


def sessions(
    day: Annotated[str | None, typer.Option(help="Of this day (YYYY-MM-DD). Default: the newest ones.",
                                            show_default=False)] = None,
    person: PersonOption = None,
    assign: Annotated[str | None, typer.Option(metavar="ID", help="Make this session somebody else's, with --to.",
                                               show_default=False)] = None,
    to: Annotated[str | None, typer.Option(metavar="P", help="Whose it becomes: a name, an id, or guest.",
                                           show_default=False)] = None,
    delete: Annotated[str | None, typer.Option(metavar="ID", help="Remove this session with its repetitions.",
                                               show_default=False)] = None,
    json_: JsonOption = False,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """The sessions that are kept; give one to whose it is, or remove one. Both leave a trace."""
    from mat.data import called, opened, session_of, who
    from mat.report_data import NEWEST, print_sessions, session_as_json
    settings, _ = settings_and_file(config)
    wanted = day_of(day)
    if (assign is None) != (to is None):
        raise UsageError("--assign ID and --to P belong together, for example: mat sessions --assign 3f2a --to Anna")
    if assign is not None and delete is not None:
        raise UsageError("--assign and --delete are two things: do one after the other.")
    with opened(settings, data_folder(data)) as store:
        if assign is not None and to is not None:
            one, whose = session_of(store, assign), who(store, to)
            store.assign(one.id, whose.id if whose else None)
            say(f"{one.id}, {one.started[:16]}: now of {called(whose)}")
        if delete is not None:
            one = session_of(store, delete)
            store.delete_session(one.id)
            say(f"{one.id}, {one.started[:16]}: removed with {one.reps.total + one.partial} repetitions")
        if assign is not None or delete is not None:
            return
        profile = who(store, person) if person is not None else None
        newest = NEWEST if wanted is None and not json_ else None
        found = store.sessions_of(wanted, profile.id if profile else None, everybody=person is None, newest=newest)
        known = store.profiles()
    if json_:
        for one in found:
            print_line(session_as_json(one))
    else:
        print_sessions(out, found, known)


def plan(person: PersonOption = None, json_: JsonOption = False, config: ConfigOption = None,
         data: DataOption = None) -> None:
    """The plan in force and how it came to be, change by change with its reason."""
    from mat.data import plans
    from mat.report_data import plan_as_json, print_plan
    settings, _ = settings_and_file(config)
    for story in plans(settings, data_folder(data), person):
        if json_:
            print_line(plan_as_json(story))
        else:
            print_plan(out, story)


def export(
    folder: Annotated[Path, typer.Argument(readable=False, metavar="DIR", help="Folder to write; it is made.")],
    form: Annotated[Form, typer.Option("--format", help="What other programs read best.")] = Form.csv,
    person: PersonOption = None,
    force: Annotated[bool, typer.Option("--force", help="Write over an export that is there.")] = False,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Write everything that is kept as CSV or JSON; mat/store/README.md explains each column."""
    from mat.data import export as write
    settings, _ = settings_and_file(config)
    counts = write(settings, data_folder(data), folder, form.value, person, force)
    say(f"{folder}: {_listed(counts)}")


def import_(
    folder: Annotated[Path, typer.Argument(readable=False, metavar="DIR", help="Folder that `mat export` wrote.")],
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Take an export back: what is there already stays as it is. All of it or nothing."""
    from mat.data import take_back
    settings, _ = settings_and_file(config)
    new = take_back(settings, data_folder(data), folder)
    say(f"{folder}: {_listed(new)} are new" if any(new.values()) else
        f"{folder}: everything in it was here already; nothing was changed")


def backup(
    file: Annotated[Path | None, typer.Argument(readable=False, help="File to write.", show_default=False)] = None,
    into: Annotated[Path | None, typer.Option(readable=False,
                                              metavar="DIR", help="Instead of FILE: one more copy in this folder, "
                                              "which is made; one a day, and nothing while nothing is new.",
                                              show_default=False)] = None,
    keep: Annotated[int | None, typer.Option(min=1, max=10_000, help="With --into: as many copies are kept, then the "
                                             "lowest numbers go. Default: 7.", show_default=False)] = None,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Copy the whole database into one checked file, or into a folder of them; the kiosk may be running."""
    from mat.data import back_up, back_up_into
    from mat.store.series import KEEP
    if (file is None) == (into is None):
        raise UsageError("Name a file to write, or a folder with --into, not both. For example: mat backup --into DIR")
    if keep is not None and into is None:
        raise UsageError("--keep tells how many copies a folder keeps: use it with --into DIR.")
    settings, _ = settings_and_file(config)
    folder = data_folder(data)
    if file is not None:
        size = back_up(settings, folder, file)
        say(f"{file}: {size / 1e6:.1f} MB, checked")
    if into is not None:
        made = back_up_into(settings, folder, into, keep or KEEP)
        if made is None:
            say(f"{folder}: there is no database yet; nothing was copied")
        elif made.file is None:
            say(f"{into}: nothing is new since {made.newest.name}; nothing was written")
        else:
            gone = f"; removed: {', '.join(one.name for one in made.removed)}" if made.removed else ""
            say(f"{made.file}: {made.size / 1e6:.1f} MB, checked{gone}")


def restore(
    file: Annotated[Path, typer.Argument(readable=False, help="File that `mat backup` wrote.")],
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Put a backup in place of the database, which is kept beside it; the kiosk must be stopped."""
    from mat.data import restore as put_back
    settings, _ = settings_and_file(config)
    kept = put_back(settings, data_folder(data), file)
    say(f"{file}: is in place" + (f"; what was there is kept as {kept}" if kept else ""))


def erase(
    person: Annotated[str, typer.Option("--person", help="A name, an id or its beginning, or guest for what has no "
                                        "profile.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Forget somebody for good: sessions, answers, plans, profile; the kiosk must be stopped."""
    from mat.data import erase as forget
    from mat.data import name_to_erase
    settings, _ = settings_and_file(config)
    folder = data_folder(data)
    name = name_to_erase(settings, folder, person)
    if not yes and not typer.confirm(f"Erase everything of {name}? It cannot be taken back.", err=True):
        raise typer.Exit(1)
    gone = forget(settings, folder, person)
    say(f"{gone.who}: {_listed(gone.counts)} erased")
    if not gone.bytes_gone:
        err.print("Some bytes may be left in the file: another program was reading it, or it is not SQLite.")
    if gone.copies:
        say(f"Older copies may still hold them: {', '.join(map(str, gone.copies))}")


def _listed(counts: dict[str, int]) -> str:
    """Counts by what they count, in the plural."""
    said = [f"{count} {_SINGULAR.get(what, what) if count == 1 else what}" for what, count in counts.items() if count]
    return ", ".join(said) or "nothing"


_SINGULAR = {"people": "person", "sessions": "session", "reps": "rep", "events": "event", "days": "day",
             "repetitions": "repetition", "answers": "answer", "decisions": "decision", "days of rest": "day of rest",
             "patterns": "pattern", "profiles": "profile"}


def register(app: typer.Typer) -> None:
    for command in (summary, people, sessions, plan, export, backup, restore, erase):
        app.command()(command)
    app.command("import")(import_)
