"""The build guide's drawings, made from the zones and settings the program itself uses."""

from pathlib import Path

from hardware.drawings.layout import draw_layout
from hardware.drawings.wiring import draw_wiring
from mat.core.zones import LAYOUTS
from mat.settings import HardwareSettings

FOLDER = Path(__file__).parents[1] / "pictures"


def pictures() -> dict[str, str]:
    """Every drawing's file name and its SVG text."""
    kits = [HardwareSettings.model_validate({"kit": kit}) for kit in LAYOUTS]
    return {f"{kind}_{settings.kit}.svg": draw(settings)
            for settings in kits for kind, draw in (("layout", draw_layout), ("wiring", draw_wiring))}
