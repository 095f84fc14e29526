"""What a person may set on the screen itself: how loud, how bright, how large, in which language."""

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["en", "es", "de"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True)
class Preferences:
    """`volume` 0 to 10 and `brightness` 1 to 10 are tenths; `speech_wpm` words a minute."""

    volume: int = 7
    brightness: int = 10
    speech: bool = True
    speech_wpm: int = 150
    count_aloud: bool = False
    language: Language = "en"
    viewing_distance_m: float = 2.0
    large: bool = False
    reduced_motion: bool = False
