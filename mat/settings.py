"""What we were told: every setting with its range, unit and meaning; read once, all checked, every fault listed."""

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from mat.core.exercise import Plan
from mat.core.preferences import Language
from mat.core.zones import LAYOUTS, Layout
from mat.ports import MatError

SYSTEM_CONFIG = Path("/etc/mat-kiosk/mat.toml")
APPLIANCE_DATA = "/var/lib/mat-kiosk"
"""What MAT_DATA is in systemd's units and for the command they come with."""


class SettingsError(MatError):
    """One or more settings are wrong; the message lists all of them."""

    exit_code = 2


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _setting(default: Any, meaning: str, unit: str = "", **limits: Any) -> Any:
    return Field(default=default, description=meaning, json_schema_extra={"unit": unit}, **limits)


Pixels = Annotated[int, Field(ge=240, le=4096)]
_absent = BeforeValidator(lambda told: None if told == "none" else told)
"""TOML has no word for nothing, so a part that is not there is told as "none"."""
_Number = Annotated[int, Field(ge=0, le=27)]
Pin = Annotated[_Number | None, _absent]
"""BCM number on the Pi's header, None for a part that is not there."""
BUS_PINS = (2, 3)


class StationSettings(_Section):
    name: str = _setting("home", "name of this station, kept with every session", min_length=1, max_length=40)
    pin: str = _setting("2580", "digits that open the staff pages on the screen", pattern=r"^[0-9]{4,8}$")


class HardwareSettings(_Section):
    kind: Literal["pi", "emulated"] = _setting("emulated", "where samples come from")
    kit: Literal["kit4", "kit8"] = _setting("kit4", "4 zones on one chip, or 8 zones on two")
    rate_hz: float = _setting(100.0, "scans of all zones a second", "Hz", ge=20, le=200)
    i2c_bus: int = _setting(1, "number N of /dev/i2c-N", ge=0, le=30)
    addresses: tuple[int, ...] = _setting((0x48, 0x49), "converter addresses, first chip first")
    gain: Literal[1] = _setting(1, "converter gain: 1 is ±4.096 V, the one that fits a 3.3 V divider")
    inputs: tuple[str, ...] = _setting((), "zones in the order they are wired: A0 to A3 of the first chip, then of the "
                                       "second; empty is the kit's order")
    divider_ohm: float = _setting(3300.0, "resistor from each input to ground", "Ω", ge=100, le=1_000_000)
    supply_v: float = _setting(3.3, "supply of the sensor dividers", "V", ge=3.0, le=3.6)
    gpio: bool = _setting(False, "use the button, lamp and buzzer below, those that are not \"none\"")
    button_pin: Pin = _setting(17, "BCM number of the button (press: stop, held 5 s: shut down), or \"none\"")
    lamp_pins: Annotated[tuple[_Number, _Number, _Number] | None, _absent] = _setting(
        (22, 23, 24), "BCM numbers of the lamp's red, green and blue, or \"none\"")
    buzzer_pin: Pin = _setting(18, "BCM number of the buzzer, or \"none\"")
    buzzer: Literal["fallback", "always"] = _setting("fallback", "the buzzer sounds without a loudspeaker, or always")
    alert_pin: Pin = _setting(None, "BCM number of the first converter's ALERT/RDY, or \"none\"; only for measuring")
    shutdown_command: tuple[str, ...] = _setting(("systemctl", "--no-ask-password", "poweroff"),
                                                 "what shuts the Pi down when the button was held", min_length=1)

    @model_validator(mode="after")
    def _addresses_fit(self) -> "HardwareSettings":
        needed = 2 if self.kit == "kit8" else 1
        if len(self.addresses) < needed:
            raise ValueError(f"addresses: {self.kit} needs {needed} of them, got {len(self.addresses)}")
        wrong = [a for a in self.addresses if not 0x48 <= a <= 0x4B]
        if wrong:
            raise ValueError(f"addresses: {hex(wrong[0])} is no ADS1115 address (0x48 to 0x4b)")
        if len(set(self.addresses)) != len(self.addresses):
            raise ValueError("addresses: each chip needs an address of its own")
        names = self.layout.names
        if self.inputs and sorted(self.inputs) != sorted(names):
            raise ValueError(f"inputs: name each zone of {self.kit} once: {', '.join(names)}")
        return self

    @model_validator(mode="after")
    def _pins_fit(self) -> "HardwareSettings":
        taken: dict[int, str] = dict.fromkeys(BUS_PINS, "the I²C bus") if self.i2c_bus == 1 else {}
        for pin, part in self._wired():
            if pin in taken:
                raise ValueError(f"{part}: pin {pin} is taken by {taken[pin]}. Give each its own, "
                                 "or write \"none\" for a part that is not there.")
            taken[pin] = part
        return self

    def _wired(self) -> Iterator[tuple[int, str]]:
        lamp = zip(self.lamp_pins or (), ("red", "green", "blue"), strict=False)
        named = [(self.button_pin, "button_pin"), *((pin, f"lamp_pins ({colour})") for pin, colour in lamp),
                 (self.buzzer_pin, "buzzer_pin"), (self.alert_pin, "alert_pin")]
        return ((pin, part) for pin, part in named if pin is not None)

    @property
    def layout(self) -> Layout:
        return LAYOUTS[self.kit]

    @property
    def places(self) -> tuple[int, ...]:
        """For each zone of the layout the input it is wired to: 0 to 3 are A0 to A3 of the first chip, and so on."""
        names = self.layout.names
        return tuple(self.inputs.index(name) for name in names) if self.inputs else tuple(range(len(names)))

    def input_name(self, zone: int) -> str:
        """Where a zone (its place in the layout) is wired, e.g. "A1 of 0x49"."""
        return self.input_names[zone]

    @property
    def input_names(self) -> tuple[str, ...]:
        """Where each zone is wired, in the layout's order."""
        return tuple(f"A{place % 4} of {self.addresses[place // 4]:#04x}" for place in self.places)


class ExerciseSettings(_Section):
    stage: Literal["single", "both"] = _setting("single", "one leg at a time, or both legs one after the other")
    reps_per_side: int = _setting(10, "stretches for each leg in a session", ge=1, le=15)
    hold_s: float = _setting(5.0, "how long a stretch is held", "s", ge=3, le=60)
    sessions_a_day: int = _setting(2, "sessions that make a full day", ge=1, le=3)
    rest_s: float = _setting(3.0, "pause between two stretches", "s", ge=1, le=30)
    come_back_s: float = _setting(120.0, "how long a session waits for a person who stepped off", "s", ge=20, le=600)
    prompt_s: float = _setting(20.0, "how long before a prompt is said again", "s", ge=20, le=120)
    answer_s: float = _setting(120.0, "how long a question waits for an answer", "s", ge=20, le=600)

    @property
    def plan(self) -> Plan:
        return Plan(self.stage, self.reps_per_side, self.hold_s, self.sessions_a_day, self.rest_s)


class SafetySettings(_Section):
    questions: Literal["auto", "always", "never"] = _setting(
        "auto", "the questions before the first session: auto asks on a real mat, never where a clinic has asked")
    pain_before: bool = _setting(True, "ask about pain before a session too (lying down passes it over); "
                                "without it both legs are never offered")


class DisplaySettings(_Section):
    fullscreen: bool = _setting(True, "take the whole panel; false opens a window of `size`")
    size: tuple[Pixels, Pixels] = _setting((800, 480), "window size when not full-screen, 240 to 4096 each", "px")
    rotation: Literal[0, 90, 180, 270] = _setting(0, "turn the picture clockwise", "degrees")
    panel_inch: float = _setting(7.0, "diagonal of the panel", "inch", ge=4, le=32)
    viewing_distance_m: float = _setting(2.0, "from the person's eyes to the screen", "m", ge=0.5, le=4)
    language: Language = _setting("en", "language of screens and speech")
    large: bool = _setting(False, "for low vision: one number or picture and one word, 1.75 times as large")
    brightness: float = _setting(1.0, "of the panel's light", ge=0.1, le=1)
    dim_after_s: float = _setting(120.0, "an unused screen grows dim after so long", "s", ge=20, le=3600)
    off_after_s: float = _setting(900.0, "an unused screen goes dark after so long", "s", ge=30, le=86_400)
    frame_rate_hz: int = _setting(60, "pictures a second while something moves", "Hz", ge=5, le=60)
    reduced_motion: bool = _setting(False, "no moving parts but the ring")


class SoundSettings(_Section):
    tones: bool = _setting(True, "play the tones of the cues")
    volume: Annotated[float, Field(ge=0, le=1)] = _setting(0.7, "loudness of tones and speech")
    speech: bool = _setting(True, "say the cues, if espeak-ng is installed")
    speech_wpm: int = _setting(150, "how fast the voice speaks", "words a minute", ge=120, le=180)
    count_aloud: bool = _setting(False, "count the seconds of a hold aloud")


class StoreSettings(_Section):
    url: str = _setting("", "database address; empty keeps an SQLite file in the data folder")


class Settings(_Section):
    """All sections of `mat.toml`."""

    station: StationSettings = StationSettings()
    hardware: HardwareSettings = HardwareSettings()
    exercise: ExerciseSettings = ExerciseSettings()
    safety: SafetySettings = SafetySettings()
    display: DisplaySettings = DisplaySettings()
    sound: SoundSettings = SoundSettings()
    store: StoreSettings = StoreSettings()


@dataclass(frozen=True)
class Described:
    """One setting as `mat settings` shows it. `source` is a file's name or "default"."""

    name: str
    value: Any
    unit: str
    range: str
    source: str
    meaning: str


WRITTEN = ("Words and the PIN stand between two straight quotes (pin = \"1234\"), numbers have a point (7.0), yes and "
           "no are true and false, and what follows a # does not count.")
"""How a line of the settings file is written. Not the line itself: the PIN may stand in it, and this is logged."""


def find_config(explicit: Path | None, env: Mapping[str, str] = os.environ) -> Path | None:
    """The settings file in force: --config, MAT_CONFIG, the system's, the user's; None if there is none.

    On an appliance the system's, be it there or not: without it a pretended mat would write made-up sessions among the
    real ones. Raises SettingsError if a file that was asked for by name does not exist.
    """
    for asked, how in ((explicit, "--config"), (env.get("MAT_CONFIG"), "MAT_CONFIG")):
        if asked:
            if not Path(asked).is_file():
                raise SettingsError(f"{asked}: no such settings file ({how}). "
                                    "Write one, or leave the option away to use the defaults.")
            return Path(asked)
    if env.get("MAT_DATA") == APPLIANCE_DATA:
        return SYSTEM_CONFIG
    user = platformdirs.user_config_path("mat-kiosk") / "mat.toml"
    return next((path for path in (SYSTEM_CONFIG, user) if path.is_file()), None)


def data_folder(explicit: Path | None, env: Mapping[str, str] = os.environ) -> Path:
    """Where data live: --data, MAT_DATA, or the platform's data folder."""
    if explicit:
        return explicit
    return Path(env["MAT_DATA"]) if env.get("MAT_DATA") else platformdirs.user_data_path("mat-kiosk")


def read_settings(path: Path | None) -> Settings:
    """The settings of `path`, all checked. Raises SettingsError that lists every fault with its way out."""
    if path is None:
        return Settings()
    again = "`sudo bash systemd/install` "
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as fault:
        raise SettingsError(f"{path}: is not there. {again}writes a new one.") from fault
    except OSError as fault:
        raise SettingsError(f"{path}: cannot be read ({fault.strerror}). "
                            + (f"{again}puts that right." if path == SYSTEM_CONFIG else "Check its permissions.")) \
            from fault
    except UnicodeDecodeError as fault:
        line = fault.object[:fault.start].count(b"\n") + 1
        raise SettingsError(f"{path}: line {line} has a letter that is not UTF-8. Write that letter anew and save the "
                            "file as UTF-8.") from fault
    except tomllib.TOMLDecodeError as fault:
        raise SettingsError(f"{path}: cannot be understood: {fault}. {WRITTEN}") from fault
    try:
        return Settings.model_validate(told)
    except ValidationError as fault:
        lines = [_in_words(error) for error in fault.errors()]
        listed = "".join(f"\n  {line}" for line in lines)
        raise SettingsError(f"{path}: {len(lines)} wrong setting(s){listed}") from fault


def describe(settings: Settings, path: Path | None, in_force: Settings | None = None,
             chosen_in: Path | None = None) -> Iterator[Described]:
    """Every setting in order, with its value, unit, range and where the value came from: the file `path`, or, where
    `in_force` has another value, what was chosen on the screen and is kept in `chosen_in`."""
    for section_name, section in settings:
        for name, field in type(section).model_fields.items():
            extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
            told = name in section.model_fields_set
            value = getattr(section, name)
            source = str(path) if told and path else "default"
            if in_force is not None and getattr(getattr(in_force, section_name), name) != value:
                value, source = getattr(getattr(in_force, section_name), name), str(chosen_in)
            yield Described(f"{section_name}.{name}", "none" if value is None else value, str(extra.get("unit", "")),
                            _range_of(type(section), name), source, field.description or "")


def _range_of(section: type[BaseModel], name: str) -> str:
    schema = section.model_json_schema()["properties"][name]
    if "anyOf" in schema:
        schema = schema["anyOf"][0]
        return f"{schema['minimum']:g} to {schema['maximum']:g} | none" if "minimum" in schema else ""
    if "enum" in schema:
        return " | ".join(str(v) for v in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if "minimum" in schema:
        return f"{schema['minimum']:g} to {schema['maximum']:g}"
    if schema.get("type") == "boolean":
        return "true | false"
    return ""


def _in_words(error: Any) -> str:
    """One fault of pydantic's as a sentence that names the setting, its value and the way out."""
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        section = _section_at(error["loc"][:-1])
        near = difflib.get_close_matches(str(error["loc"][-1]), list(section.model_fields), n=1, cutoff=0.5)
        hint = f"Did you mean {near[0]}?" if near else f"Known here: {', '.join(section.model_fields)}."
        return f"{where}: unknown setting. {hint}"
    message = error["msg"].removeprefix("Value error, ")
    if error["type"] == "value_error":
        return f"{where}: {message}"
    plain = message[0].lower() + message[1:]
    if error["loc"][-1] in ("pin", "url"):  # neither is for the log
        return f"{where}: {plain}. {WRITTEN}"
    if error["type"] == "string_type":
        return f"{where} = {error['input']!r}: words stand between two straight quotes: {error['loc'][-1]} = \"…\"."
    return f"{where} = {error['input']!r}: {plain}. `mat settings` lists the ranges."


def _section_at(loc: tuple[str | int, ...]) -> type[BaseModel]:
    if not loc:
        return Settings
    found = Settings.model_fields[str(loc[0])].annotation
    return found if isinstance(found, type) and issubclass(found, BaseModel) else Settings
