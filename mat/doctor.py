"""All that `mat doctor` looks at: the electronics, how the zones age, the computer, the store, screen and sound."""

from contextlib import ExitStack
from pathlib import Path

from hardware import doctor, machine
from hardware.clock import SystemClock
from hardware.doctor import Finding
from mat.core.ageing import Ageing, ageing
from mat.edge import Edge, Kind
from mat.ports import MatError
from mat.report import aged_in_words
from mat.settings import Settings
from mat.start import boot_id
from mat.store.mending import copies, late_s, put_aside
from mat.store.store import Store

SLOW_DISK_S = 0.15
"""A finished repetition is on the disk within a second; 0.8 s of it are the touch-down grace, the rest is the disk."""
DAY_S = 86_400.0
LATE_COPY_S = 3 * DAY_S
"""A copy is made every day on which something is new: so long without one is no day off."""


def examine(settings: Settings, folder: Path, kind: Kind, seconds: float) -> list[Finding]:
    """The findings in the order a maker mends them. Takes `seconds` and a little more."""
    storage, history = _storage(settings, folder)
    return [*doctor.examine(settings.hardware, kind, SystemClock(), seconds, history), *_aged(history), *storage,
            *_screen_and_sound(settings, kind), _clock(), *_supply()]


def beside_a_kiosk(settings: Settings, folder: Path) -> list[Finding]:
    """What can be looked at while a kiosk runs: it has the bus, the screen and the pins to itself."""
    storage, history = _storage(settings, folder)
    busy = Finding("electronics", True, "Not looked at: the kiosk is running and has the bus, the screen and the pins. "
                   "Its log tells their faults.", "To look at them stop it first: sudo systemctl stop mat-kiosk.")
    return [busy, *_aged(history), *storage, _clock(), *_supply()]


def zone_story(settings: Settings, folder: Path) -> list[Ageing]:
    """How each zone has aged. Raises StoreError."""
    store = Store.open(folder, settings.station.name, boot_id(), settings.store.url)
    try:
        return ageing(store.zone_history(settings.hardware.layout.names))
    finally:
        store.close()


def _aged(history: list[Ageing]) -> list[Finding]:
    return [Finding("ageing", False, aged_in_words(one),
                    f"After a new sheet: mat zones --forget {one.zone}.") for one in history if one.aged]


def _storage(settings: Settings, folder: Path) -> tuple[list[Finding], list[Ageing]]:
    place = settings.store.url or str(folder)
    try:
        history = zone_story(settings, folder)
        slowest_s = machine.synced_write_s(folder, SystemClock()) if not settings.store.url else 0.0
    except MatError as fault:
        return [Finding("storage", False, str(fault))], []
    except OSError as fault:
        return [Finding("storage", False, f"{place}: cannot be written ({fault.strerror}).",
                        "Make the folder writable, or choose another with --data.")], []
    slow = slowest_s > SLOW_DISK_S
    return [_kept_in(settings, folder, place), *_put_aside(folder), *_copies(folder),
            Finding("disk", not slow, f"A small write is safe after {slowest_s * 1e3:.1f} ms at the most.",
                    "The card is slow or worn: use a better one (class A1 or A2)." if slow else "",
                    {"synced_write_ms": round(slowest_s * 1e3, 2)})], history


def _kept_in(settings: Settings, folder: Path, place: str) -> Finding:
    if settings.store.url or not machine.in_memory(folder):
        return Finding("storage", True, f"Sessions are kept in {place}.")
    return Finding("storage", False, f"{place} is in memory only: all sessions are gone when the power goes.",
                   "On a card that is never written to, the data need a partition of their own: systemd/README.md.")


def _copies(folder: Path) -> list[Finding]:
    """Where daily copies are made: the newest, and whether they have stopped being made."""
    there = copies(folder)
    if not there:
        return []
    newest = there[-1][1]
    without_s = late_s(folder)
    if without_s <= LATE_COPY_S:
        return [Finding("copies", True, f"The newest copy of the sessions is {newest.name}.")]
    return [Finding("copies", False, f"The newest copy of the sessions is {newest.name}: there is none of what was "
                    f"kept in the {without_s / DAY_S:.0f} days since.", "`journalctl -u mat-backup` tells why; most "
                    "often the card is full.", {"days_without": round(without_s / DAY_S, 1)})]


def _put_aside(folder: Path) -> list[Finding]:
    return [Finding("storage", True, f"{file.name}: a damaged database was put aside; the newest good copy took its "
                    "place.", "Keep it for support, then remove it. If it happens again, change the card.")
            for file in put_aside(folder)]


def _screen_and_sound(settings: Settings, kind: Kind) -> list[Finding]:
    """A mat without a screen may be meant so: only on a Pi is it a fault. Silence is told and no fault."""
    with ExitStack() as stack:
        try:
            edge = Edge(settings, False, kind, stack)
        except MatError as fault:
            says, _, remedy = str(fault).partition(". ")
            return [Finding("screen and controls", False, says.rstrip(".") + ".", remedy)]
        screen = Finding("screen", True, f"A window of {edge.window[1][0]} × {edge.window[1][1]} opens, drawn by "
                         f"{edge.window[0]}.", values={"driver": edge.window[0]}) if edge.window else Finding(
            "screen", kind != "pi", edge.notes[0],
            "Connect the panel, and see systemd/README.md." if kind == "pi" else "")
        sound = Finding("sound", True, edge.silent or "The sound device opens.")
        voice = Finding("voice", True, edge.voiceless or "espeak-ng says the cues.")
        return [screen, sound, voice, *(Finding("controls", True, note) for note in edge.controls.notes)]


def _clock() -> Finding:
    trust = machine.clock_trust()
    says = {"trusted": "The clock is set from the network.", "unset": "The clock is not set from the network yet.",
            "untold": "Whether the clock is set, this system does not tell."}[trust]
    return Finding("clock", True, says, "Sessions may be put on a wrong day until it is: connect the network." if
                   trust == "unset" else "", {"trust": trust})


def _supply() -> list[Finding]:
    told = machine.supply()
    if told is None:
        return [Finding("power supply", True, "This computer does not tell about its supply.")]
    if told.low_now or told.low_before:
        when = "is too low now" if told.low_now else "was too low since the start"
        return [Finding("power supply", False, f"The Pi's supply {when}.",
                        "Use the Pi's own power supply and a short, thick cable.", vars(told))]
    if told.slowed_now or told.slowed_before:
        return [Finding("power supply", True, "The Pi runs or ran slower to keep cool.",
                        "Give it air or a heat sink.", vars(told))]
    return [Finding("power supply", True, "The Pi's supply is steady.", values=vars(told))]
