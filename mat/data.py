"""What is kept, for the commands: who is meant, the day in facts, plans; copies, exports, what is to be forgotten."""

import logging
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from importlib import metadata
from pathlib import Path
from uuid import uuid4

from hardware.clock import SystemClock
from mat.core.household import Known
from mat.core.people import MOST_PROFILES, Profile, free_look
from mat.core.progression import Decision
from mat.core.summary import DaySummary, SessionSummary
from mat.kiosk import local_day, local_offset_s
from mat.ports import MatError, UsageError
from mat.settings import Settings
from mat.start import boot_id, only_one
from mat.store import backup, exporting, importing, series
from mat.store.database import FILE, OWN_FILES
from mat.store.faults import StoreError
from mat.store.journal import left_files, recover
from mat.store.store import Store
from mat.store.words import iso

log = logging.getLogger(__name__)
GUEST = "guest"
LONGEST_NAME = 60
BACKUPS = "backups"
"""Where in its data folder an installed machine keeps its copies."""
STICK = Path("/media/matbackup")
"""Where an installed machine finds a stick for them."""


@contextmanager
def opened(settings: Settings, folder: Path) -> Iterator[Store]:
    """Raises StoreError."""
    store = Store.open(folder, settings.station.name, boot_id(), settings.store.url)
    try:
        yield store
    finally:
        store.close()


def today() -> date:
    return local_day(SystemClock().utc_epoch_s())


# -- who and which --------------------------------------------------------------------------------------


def who(store: Store, told: str) -> Profile | None:
    """The profile with this name, id or beginning of an id; None for guest. Raises UsageError that lists the choices.

    Nothing names nobody: profiles made at the kiosk have an empty name, and one of them would be meant by chance.
    """
    if not told.strip():
        raise UsageError("'': nobody is named. Write a name, an id or its beginning, or guest.")
    if told.casefold() == GUEST:
        return None
    people = store.profiles()
    found = [one for one in people if one.name.casefold() == told.casefold()] or \
            [one for one in people if one.id.startswith(told.casefold())]
    if len(found) == 1:
        return found[0]
    named = ", ".join(f"{called(one)} ({one.id[:8]})" for one in found or people) or "nobody has a profile yet"
    if found:
        raise UsageError(f"{told!r} may be any of these: {named}. Name one by more of its id.")
    raise UsageError(f"{told!r}: nobody is called so. There are: {named}; guest is whoever has no profile.")


def called(profile: Profile | None) -> str:
    """A name to read; a profile without one is called by its symbol."""
    return GUEST if profile is None else profile.name or profile.symbol


def session_of(store: Store, told: str) -> SessionSummary:
    """The session with this id or beginning of it. Raises UsageError."""
    found = store.sessions_like(told) if told else []
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(f"{told!r}: no session's id begins so. `mat sessions` lists them.")
    named = ", ".join(f"{one.id} ({one.started[:16]})" for one in found[:10])
    raise UsageError(f"{told!r} begins {len(found)} ids: {named}. Write more of it.")


# -- the day, people, plans -----------------------------------------------------------------------------


def summaries(settings: Settings, folder: Path, day: date | None, told: str | None) -> list[DaySummary]:
    """The day of one person; or of everybody who has sessions on it, at least one. Raises StoreError, UsageError."""
    wanted, plan = day or today(), settings.exercise.plan
    with opened(settings, folder) as store:
        if told is not None:
            profile = who(store, told)
            return [store.day(wanted, plan, profile.id if profile else None)]
        people: Sequence[str | None] = store.who_has_sessions(wanted, wanted) if store.profiles() else [None]
        return [store.day(wanted, plan, person) for person in people or [None]]


def add_person(store: Store, name: str) -> Profile:
    """Raises UsageError for a ninth one, or a name that is taken or does not fit."""
    look = free_look(tuple(store.profiles()))
    if look is None:
        raise UsageError(f"--add {name!r}: {MOST_PROFILES} people have a profile, and there are no more symbols. "
                         "`mat erase` makes room.")
    profile = Profile(str(uuid4()), free_name(store, name, None), *look)
    store.make_profile(profile)
    return profile


def rename_person(store: Store, told: str) -> tuple[Profile, str]:
    """`told` is P=NAME. Returns who it was and the new name. Raises UsageError."""
    before, sign, name = told.partition("=")
    profile = who(store, before) if sign else None
    if profile is None:
        raise UsageError(f"--rename {told!r}: write who and the new name, for example --rename Ana=Anna.")
    name = free_name(store, name, profile)
    store.rename(profile.id, name)
    return profile, name


def free_name(store: Store, name: str, profile: Profile | None) -> str:
    """The name as it is kept. Raises UsageError when it does not fit or somebody else has it."""
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME or name.casefold() == GUEST:
        raise UsageError(f"{name!r}: a name has 1 to {LONGEST_NAME} characters and is not guest.")
    if any(one.name.casefold() == name.casefold() and one != profile for one in store.profiles()):
        raise UsageError(f"{name!r}: somebody is called so already. Choose another name.")
    return name


@dataclass(frozen=True)
class PlanStory:
    """What a person does now and how it came to that, oldest first."""

    known: Known
    history: tuple[Decision, ...]


def plans(settings: Settings, folder: Path, told: str | None) -> list[PlanStory]:
    """Of one person, or of everybody with a profile, or of the one user of a station without any."""
    usual = settings.exercise.plan
    with opened(settings, folder) as store:
        household = store.household(today(), usual, settings.hardware.kit, True, False)
        if told is not None:
            profile = who(store, told)
            chosen = [household.of(profile.id if profile else None)]
        else:
            chosen = list(household.people) or [household.guest]
        return [PlanStory(one, tuple(store.decisions(one.profile.id if one.profile else None, usual)))
                for one in chosen]


# -- files ----------------------------------------------------------------------------------------------


def export(settings: Settings, folder: Path, target: Path, form: exporting.Format, told: str | None,
           force: bool) -> dict[str, int]:
    """Rows by file. Raises StoreError, UsageError."""
    catch_up(settings, folder)
    with opened(settings, folder) as store:
        profile = who(store, told) if told is not None else None
        try:
            return exporting.export(store, target, form, person=profile.id if profile else None,
                                    everybody=told is None, program=metadata.version("smart-mat-kiosk"), force=force)
        except OSError as fault:
            raise StoreError(f"{target}: cannot be written ({fault.strerror}). Choose another folder.") from fault


def take_back(settings: Settings, folder: Path, source: Path) -> dict[str, int]:
    """New rows by file. Raises StoreError; then nothing was imported."""
    files = importing.read(source)
    with opened(settings, folder) as store:
        return importing.take_back(store, files)


def back_up(settings: Settings, folder: Path, file: Path) -> int:
    backup.only_sqlite(settings.store.url)
    catch_up(settings, folder)
    return backup.backup(folder, file)


def back_up_into(settings: Settings, folder: Path, into: Path, keep: int) -> series.Made | None:
    """One more copy in the folder `into`, at most `keep` of them; None without a database. Raises StoreError."""
    backup.only_sqlite(settings.store.url)
    catch_up(settings, folder)
    clock = SystemClock()
    return series.add(folder, into, series.Moment(today(), clock.known(), boot_id()), keep)


def restore(settings: Settings, folder: Path, file: Path) -> Path | None:
    """Where the database that was there is kept now. Raises MatError while a kiosk runs, StoreError.

    What a killed kiosk left behind belongs to the database that goes, not to the one that comes.
    """
    backup.only_sqlite(settings.store.url)
    now_s = SystemClock().utc_epoch_s()
    dated = iso(now_s, local_offset_s(now_s))[:19].replace(":", "")
    with only_one(folder):
        _recover(settings, folder)
        kept = backup.restore(folder, file, dated)
        for number, left in enumerate(left_files(folder)):
            shutil.move(left, folder / f"{FILE}.{dated}.journal{f'.{number}' if number else ''}")
        return kept


def catch_up(settings: Settings, folder: Path) -> None:
    """What a killed kiosk left behind is written before the data are copied. A running kiosk's journal is its own."""
    if not left_files(folder):
        return
    with ExitStack() as held:
        try:
            held.enter_context(only_one(folder))
        except MatError:
            return
        _recover(settings, folder)


def _recover(settings: Settings, folder: Path) -> None:
    """A database that cannot be opened, or is not there yet, is not made: then the journal stays."""
    if not left_files(folder) or not (settings.store.url or (folder / FILE).exists()):
        return
    try:
        with opened(settings, folder) as store:
            recover(store, folder)
    except StoreError as fault:
        log.warning("what a killed kiosk left behind stays in its journal: %s", fault)


@dataclass(frozen=True)
class Erased:
    """`counts` by what it was; `bytes_gone`: nothing of it is left in the file; `copies` hold it still, or may."""

    who: str
    counts: dict[str, int]
    bytes_gone: bool
    copies: tuple[Path, ...]


def name_to_erase(settings: Settings, folder: Path, told: str) -> str:
    """Whose data it would be, to be asked about. Raises UsageError."""
    with opened(settings, folder) as store:
        return called(who(store, told))


def erase(settings: Settings, folder: Path, told: str) -> Erased:
    """Raises MatError while a kiosk runs: it might be writing what is to be forgotten. StoreError, UsageError."""
    with only_one(folder):
        with opened(settings, folder) as store:
            recover(store, folder)  # what a killed kiosk left behind would come back at its next start
            if left := left_files(folder):
                raise StoreError(f"{left[0]}: holds records that cannot be written yet, and what is erased now would "
                                 "come back with them. Free some space or make the file readable; nothing was erased.")
            profile = who(store, told)
            counts = store.erase(profile.id if profile else None)
        sqlite = not settings.store.url
        gone = backup.shrink(folder) if sqlite else False
        copies = tuple(_copies_of(folder, profile)) if sqlite else ()
    return Erased(called(profile), counts, gone, copies)


def _copies_of(folder: Path, profile: Profile | None) -> Iterator[Path]:
    """Those known of that hold this person, and those that cannot be asked."""
    there = [file for file in sorted(folder.glob("*.sqlite3*")) if file.name not in OWN_FILES]
    for place in (folder / BACKUPS, STICK):
        with suppress(OSError):  # a stick that is gone, or not ours to read
            there += sorted(file for file in place.rglob("*.sqlite3*") if file.is_file())
    return (file for file in there if backup.holds(file, profile.id if profile else None))


def told_at(epoch_s: float) -> str:
    """A moment in local time, to the minute."""
    return datetime.fromtimestamp(epoch_s).strftime("%Y-%m-%d %H:%M")
