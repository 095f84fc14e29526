"""What must not leave the machine, taken out of every text that does: names, addresses, secrets.

A name is struck where it stands as a word of its own: "Ann" goes, "Annual" stays. Single characters and plain numbers
stay too, whoever is called so: they name nobody, and striking them would leave nothing to read.
"""

import ipaddress
import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

NAME, STATION, PERSON, USER, HOST, ADDRESS, SECRET = (
    "[name]", "[station]", "[person]", "[user]", "[host]", "[address]", "[secret]")
_LETTER = r"[^\W\d_]"
_OWN_FOLDERS = re.compile(r"((?:/home|/Users|/media|/run/media)/)(?!matbackup\b)([^/\s:'\"<>|]+)")
_MAC = re.compile(r"(?<![\w:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![\w:-])")
_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\d)")
_IPV6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(?:%\w+)?(?![\w:])")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LOGIN = re.compile(r"(\w[\w+.-]*://)[^\s/]*@")
_QUERY = re.compile(r"(\w[\w+.-]*://[^\s?'\"]*\?)[^\s'\"]+")
_TOLD = re.compile(r"(?i)\b(e?ssid|psk|passw(?:or)?d|pass|station\.pin)(\s*[=:]\s*)(\"[^\"]*\"|'[^']*'|\S+)")
_LOG_HOST = re.compile(r"(?m)^(?:\d{4}-\d\d-\d\dT[\d:.,]+(?:[+-]\d\d:?\d\d|Z)?|[A-Z][a-z]{2} [ \d]\d [\d:]{8}) "
                       r"(\S+)(?= \S+?:)")
"""A journal's line: its time, the host, then who says it."""
COMMON_HOSTS = ("localhost", "raspberrypi", "mat", "kiosk", "home", "pi")
"""Names that machines have by the thousand, and words of this program's own texts."""


class Discretion:
    """Strikes `names` (and each longer word of a name that has several), the `station`'s name, `hosts`, the `people`'s
    ids, `secrets`; and whatever looks like an address, somebody's folder or a secret."""

    def __init__(self, names: Iterable[str] = (), station: str = "", hosts: Iterable[str] = (),
                 people: Iterable[str] = (), secrets: Iterable[str] = ()) -> None:
        self._rules: list[tuple[re.Pattern[str], str]] = []
        self._secrets = sorted({one for one in secrets if _tells(one) and one.casefold() not in COMMON_HOSTS},
                               key=len, reverse=True)
        for name in sorted({clean for told in names if _tells(clean := _clean(told))}, key=len, reverse=True):
            self._strike(_forms(name), NAME, re.IGNORECASE)
            parts = [part for part in re.split(r"[\s-]+", name) if len(part) > 2 and part != name and _tells(part)]
            for part in parts:
                self._strike(_forms(part), NAME)
        if _tells(_clean(station)) and _clean(station).casefold() not in COMMON_HOSTS:
            self._strike(_forms(_clean(station)), STATION, re.IGNORECASE)
        for host in hosts:
            self._host(host)
        for person in people:
            self._strike([re.escape(person), re.escape(person.replace("-", ""))], PERSON, re.IGNORECASE)

    def _strike(self, forms: Iterable[str], by: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        whole = "|".join(sorted(set(forms), key=len, reverse=True))
        self._rules.append((re.compile(rf"(?<!{_LETTER})(?:{whole})(?!{_LETTER})", flags), by))

    def _host(self, host: str) -> None:
        if _tells(host) and host.casefold() not in COMMON_HOSTS:
            self._strike([re.escape(host)], HOST, re.IGNORECASE)

    def text(self, told: str) -> str:
        """The text without all that. The host in front of a journal's lines is learned from them."""
        for secret in self._secrets:
            told = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", SECRET, told)
        told = unicodedata.normalize("NFC", told)
        for host in {found[1] for found in _LOG_HOST.finditer(told)}:
            self._host(host)
        told = _LOGIN.sub(rf"\1{SECRET}@", told)
        told = _QUERY.sub(rf"\1{SECRET}", told)
        told = _TOLD.sub(rf"\1\2{SECRET}", told)
        told = _OWN_FOLDERS.sub(rf"\1{USER}", told)
        told = _MAIL.sub(ADDRESS, told)
        told = _MAC.sub(ADDRESS, told)
        told = _IPV4.sub(_if_address(ipaddress.IPv4Address), told)
        told = _IPV6.sub(_if_address(ipaddress.IPv6Address), told)
        for rule, by in self._rules:  # last, so that half an address does not stay
            told = rule.sub(by, told)
        return told

    def value(self, told: Any) -> Any:
        """The same in every text of a JSON value; its keys are this program's own words."""
        if isinstance(told, str):
            return self.text(told)
        if isinstance(told, dict):
            return {key: self.value(one) for key, one in told.items()}
        if isinstance(told, list | tuple):
            return [self.value(one) for one in told]
        return told


def _clean(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _tells(name: str) -> bool:
    return len(name) > 1 and not name.isdecimal()


def _forms(name: str) -> list[str]:
    """How programs write a name: as it is, with other spaces, and as Python, JSON and addresses escape it. Patterns."""
    spaced = r"\s+".join(re.escape(word) for word in name.split())
    return [spaced, *(re.escape(form) for form in (ascii(name)[1:-1], json.dumps(name)[1:-1], quote(name),
                                                   repr(name.encode())[2:-1]))]


def _if_address(kind: Callable[[str], object]) -> Callable[[re.Match[str]], str]:
    def told(found: re.Match[str]) -> str:
        try:
            kind(found[0].partition("%")[0])
        except ValueError:
            return found[0]
        return ADDRESS
    return told
