"""Which graphics card the panel is on: told from the kernel's own list, for the numbers change from start to start."""

from pathlib import Path

import pytest

from display.panel import connected_card


@pytest.mark.parametrize(("plugs", "card"), [
    ({"card0-HDMI-A-1": "disconnected", "card1-HDMI-A-1": "connected"}, 1),
    ({"card1-HDMI-A-1": "connected", "card2-DSI-1": "connected"}, 2),
    ({"card0-DPI-1": "connected", "card1-HDMI-A-1": "connected"}, 0),
    ({"card0-HDMI-A-1": "connected", "card1-HDMI-A-2": "connected"}, 0),
    ({"card10-Virtual-1": "connected"}, 10),
    ({"card0-HDMI-A-1": "disconnected"}, None),
    ({"card0-Writeback-1": "unknown"}, None),
    ({}, None),
])
def test_the_panel_is_on_the_card_whose_plug_is_in_and_a_ribbon_goes_first(tmp_path: Path, plugs: dict[str, str],
                                                                          card: int | None) -> None:
    for plug, status in plugs.items():
        (tmp_path / plug).mkdir()
        (tmp_path / plug / "status").write_text(f"{status}\n")
    (tmp_path / "card0").mkdir()
    (tmp_path / "renderD128").mkdir()
    assert connected_card(tmp_path) == card
