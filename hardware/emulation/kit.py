"""A whole emulated kit: the settings' converters on one bus, their pins wired to a mat."""

from hardware.adc import CHANNELS
from hardware.emulation.ads1115 import EmulatedADS1115, Pins
from hardware.emulation.bus import EmulatedI2C
from mat.ports import Clock
from mat.settings import HardwareSettings

OSCILLATOR_ERRORS = (0.03, -0.06, 0.0, 0.08)
"""Each chip has its own, within the ±10 % of the data sheet."""


def wire(settings: HardwareSettings, clock: Clock, pins: Pins, sleeps: bool = True
         ) -> tuple[EmulatedI2C, list[EmulatedADS1115]]:
    """The bus and its chips in the order of the addresses; `pins` tells the volts of all zones at a time."""
    bus = EmulatedI2C(clock, sleeps=sleeps)
    chips = []
    for n in range(-(-len(settings.layout.zones) // CHANNELS)):
        chips.append(EmulatedADS1115(clock, _four(pins, CHANNELS * n), OSCILLATOR_ERRORS[n]))
        bus.add(settings.addresses[n], chips[n])
    return bus, chips


def _four(pins: Pins, first: int) -> Pins:
    return pins if first == 0 else lambda t_s: pins(t_s)[first:first + CHANNELS]
