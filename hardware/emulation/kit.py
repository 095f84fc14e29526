"""A whole emulated kit: the settings' converters on one bus, their pins wired to a mat."""

from hardware.converter import CHANNELS
from hardware.emulation.ads1115 import EmulatedADS1115, Pins
from hardware.emulation.bus import EmulatedI2C
from mat.ports import Clock
from mat.settings import HardwareSettings

OSCILLATOR_ERRORS = (0.03, -0.06, 0.0, 0.08)
"""Each chip has its own, within the ±10 % of the data sheet."""


def wire(settings: HardwareSettings, clock: Clock, pins: Pins, sleeps: bool = True
         ) -> tuple[EmulatedI2C, list[EmulatedADS1115]]:
    """The bus and its chips in the order of the addresses; `pins` tells the volts of all zones at a time.

    The zones are wired as the settings say.
    """
    bus = EmulatedI2C(clock, sleeps=sleeps)
    zones = len(settings.layout.zones)
    wired = pins if settings.places == tuple(range(zones)) else _wired(settings.places, pins)
    chips = []
    for n in range(-(-zones // CHANNELS)):
        chips.append(EmulatedADS1115(clock, _four(wired, CHANNELS * n), OSCILLATOR_ERRORS[n]))
        bus.add(settings.addresses[n], chips[n])
    return bus, chips


def _wired(places: tuple[int, ...], pins: Pins) -> Pins:
    """Volts of the inputs from the volts of the zones."""
    zone_at = [places.index(place) for place in range(len(places))]

    def inputs(t_s: float) -> tuple[float, ...]:
        volts = pins(t_s)
        return tuple([volts[zone] for zone in zone_at])

    return inputs


def _four(pins: Pins, first: int) -> Pins:
    return pins if first == 0 else lambda t_s: pins(t_s)[first:first + CHANNELS]
