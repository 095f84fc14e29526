"""Scans a second: the tutorial's loop, a loop without polling, and the scanner, against what the chip can do."""

from collections.abc import Callable, Iterator

from adafruit_ads1x15 import ADS1115, AnalogIn

from hardware.adc import ZoneScanner
from hardware.clock import FakeClock, SystemClock
from hardware.converter import CONVERSION_S
from hardware.emulation.kit import wire
from mat.settings import HardwareSettings

LIMIT_HZ = 860 / 4
VOLTS = (0.1, 0.4, 0.9, 1.6, 2.0, 2.2, 2.5, 3.1)


def tutorial(bus, settings: HardwareSettings, clock) -> Callable[[], object]:
    """`AnalogIn.voltage` for one input after the other, as the driver's guide shows it."""
    chips = [ADS1115(bus, gain=1, data_rate=860, address=address)
             for address in settings.addresses[:len(settings.layout.zones) // 4]]
    inputs = [AnalogIn(chip, pin) for chip in chips for pin in range(4)]
    return lambda: [one.voltage for one in inputs]


def waiting(bus, settings: HardwareSettings, clock) -> Callable[[], object]:
    """Start, wait for the longest conversion, read; one input after the other."""
    chips = [ADS1115(bus, gain=1, data_rate=860, address=address)
             for address in settings.addresses[:len(settings.layout.zones) // 4]]

    def scan() -> None:
        for chip in chips:
            for pin in range(4):
                chip._write_config(pin + 4)
                clock.sleep_until_s(clock.now_s() + CONVERSION_S)
                chip.get_last_result()
    return scan


def paced(bus, settings: HardwareSettings, clock) -> Callable[[], object]:
    return ZoneScanner(bus, settings, clock).read


def free_running(bus, settings: HardwareSettings, clock) -> Callable[[], object]:
    return ZoneScanner(bus, settings, clock, free_running=True).read


WAYS = {"tutorial loop": tutorial, "start, wait, read": waiting, "scanner, as the kiosk runs it": paced,
        "scanner, free-running": free_running}


def rate_hz(way, kit: str, hz: float, seconds: float, virtual: bool) -> float:
    clock = FakeClock() if virtual else SystemClock()
    settings = HardwareSettings(kit=kit)
    bus, _ = wire(settings, clock, lambda t_s: VOLTS)
    bus.hz = hz
    scan = way(bus, settings, clock)
    begun_s, scans = clock.now_s(), 0
    while clock.now_s() - begun_s < seconds:
        scans += scan() is not None or way is waiting
    return scans / (clock.now_s() - begun_s)


def table(seconds: float = 5.0) -> Iterator[str]:
    """Both clocks: the virtual one shows the bus and the chip alone, the real one what the computer's sleeps add."""
    for virtual in (True, False):
        yield f"{'virtual' if virtual else 'real'} clock, 100 µs a transaction; oscillators +3 % and -6 %"
        for hz in (400_000, 100_000):
            for kit in ("kit4", "kit8"):
                found = {name: rate_hz(way, kit, hz, seconds, virtual) for name, way in WAYS.items()}
                base = found["tutorial loop"]
                for name, scans_hz in found.items():
                    yield (f"  {hz // 1000:4d} kHz {kit} {name:30s} {scans_hz:6.1f} scans/s  {scans_hz / base:4.2f} × "
                           f"tutorial  {scans_hz / LIMIT_HZ:4.2f} of 860/4")
