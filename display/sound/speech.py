"""Speech: phrases rendered ahead by espeak-ng, in the background, into a folder of sound files.

A picture is never late for a word: whoever asks for a phrase gets its file at once, or None, and then it is rendered
next. A file's name is a hash, so nothing that is said can be read from the folder.
"""

import hashlib
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
import wave
from collections import Counter, deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from display.sound.files import HEADER, whole, write

log = logging.getLogger(__name__)

PATIENCE_S = 5.0
"""A phrase takes 10 to 100 ms; an espeak-ng that takes so long hangs and is killed."""
FAILURES = 3
"""So many phrases in a row that fail silence their language: it is the voice that fails, not the phrase."""
KEPT_BYTES = 20_000_000


@dataclass(frozen=True)
class Phrase:
    """What is said, in which language (also espeak-ng's name of the voice), how fast in words a minute."""

    words: str
    language: str
    wpm: int = 150


class Unspoken(Exception):
    """espeak-ng did not render a phrase; the message says why."""


class Library:
    """Renders what is wanted on a thread of its own, with low priority, until `close`.

    Nothing here raises: a folder that cannot be written is replaced by a temporary one, and where speech fails for
    good, in one language or in all, `trouble` says why, once also in the log.
    """

    def __init__(self, program: str, folder: Path, patience_s: float = PATIENCE_S,
                 kept_bytes: int = KEPT_BYTES) -> None:
        """`program`: the path of espeak-ng."""
        self._gone: str | None = None
        self._troubles: dict[str, str] = {}
        """Why a language has no voice."""
        self._program, self._patience_s, self._kept_bytes = program, patience_s, kept_bytes
        self._folders = [folder]
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._version = ""
        self._failures: Counter[str] = Counter()
        self._mute: set[str] = set()
        """Languages of which the log says that they have no voice."""
        self._wanted: deque[Phrase] = deque()
        self._ready: dict[Phrase, Path] = {}
        self._changed = threading.Condition()
        self._closing = self._idle = False
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._work, name="speech", daemon=True)
        self._thread.start()

    @property
    def trouble(self) -> str | None:
        """Why something that was wanted is not spoken; None while all is well."""
        return self._gone or next(iter(self._troubles.values()), None)

    # -- asked from outside ---------------------------------------------------------------------------

    def want(self, phrases: Iterable[Phrase]) -> None:
        """These are rendered next, in this order; what was wanted before and is not here is dropped."""
        with self._changed:
            wanted = [phrase for phrase in dict.fromkeys(phrases) if phrase not in self._ready]
            for language in {phrase.language for phrase in wanted}:
                self._failures[language] = 0
                self._troubles.pop(language, None)  # chosen anew, tried anew
            self._wanted = deque(wanted)
            self._idle = False
            self._changed.notify_all()

    def find(self, phrase: Phrase) -> Path | None:
        """Its sound file, or None: then it is rendered next."""
        with self._changed:
            path = self._ready.get(phrase)
            if path is None and self._gone is None and phrase.language not in self._troubles:
                with suppress(ValueError):
                    self._wanted.remove(phrase)
                self._wanted.appendleft(phrase)
                self._idle = False
                self._changed.notify_all()
            return path

    def lose(self, phrase: Phrase) -> None:
        """Its file is gone or cannot be played: it is rendered anew."""
        with self._changed:
            path = self._ready.pop(phrase, None)
        if path is not None:
            with suppress(OSError):
                path.unlink()
        self.find(phrase)

    def settle(self, timeout_s: float) -> bool:
        """Waits until all that is wanted is rendered, or can not be; True if that came within `timeout_s`."""
        with self._changed:
            return self._changed.wait_for(lambda: self._idle or self._gone is not None, timeout_s)

    def close(self) -> None:
        """Ends the thread and whatever it is rendering."""
        with self._changed:
            self._closing = True
            self._wanted.clear()
            self._changed.notify_all()
            if self._child is not None:
                _kill(self._child)
        self._thread.join()
        if self._temporary is not None:
            self._temporary.cleanup()

    # -- on the thread --------------------------------------------------------------------------------

    def _work(self) -> None:
        _be_modest()
        while not self._closing and self._gone is None:
            phrase = self._next()
            if phrase is None:
                self._prune()
                self._rest()
            else:
                self._render(phrase)

    def _next(self) -> Phrase | None:
        with self._changed:
            return self._wanted.popleft() if self._wanted else None

    def _rest(self) -> None:
        with self._changed:
            self._idle = not self._wanted
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._wanted or self._closing)

    def _render(self, phrase: Phrase) -> None:
        try:
            path = self._made(phrase)
        except (Unspoken, OSError, EOFError, wave.Error) as fault:
            self._failed(phrase.language, fault)
            return
        self._failures[phrase.language] = 0
        if phrase.language in self._mute:
            self._mute.discard(phrase.language)
            log.warning("The voice in %r works again.", phrase.language)
        with self._changed:
            self._ready[phrase] = path

    def _failed(self, language: str, fault: Exception) -> None:
        """A language whose voice fails again and again is left alone; the others may yet speak."""
        self._failures[language] += 1
        if self._failures[language] < FAILURES or self._closing:
            return
        if language not in self._mute:
            log.warning("No voice in %r: espeak-ng fails (%s). Try: espeak-ng -v %s hello", language, fault, language)
        self._mute.add(language)
        with self._changed:
            self._troubles[language] = f"espeak-ng fails ({fault}). Try: espeak-ng -v {language} hello"
            self._wanted = deque(one for one in self._wanted if one.language != language)

    def _made(self, phrase: Phrase) -> Path:
        self._version = self._version or self._run("--version").decode("utf-8", "replace").strip()
        said = "\0".join((self._version, phrase.language, str(phrase.wpm), phrase.words))
        name = hashlib.sha256(said.encode("utf-8")).hexdigest()[:32] + ".wav"
        for folder in self._folders:
            if whole(folder / name):
                return folder / name
        rendered = self._run("-v", phrase.language, "-s", str(phrase.wpm), "-z", "-b", "1", "--stdin", "--stdout",
                             told=phrase.words)
        if len(rendered) < HEADER + 1000:
            raise Unspoken(f"no sound for the voice {phrase.language!r}")
        return self._kept(name, rendered)

    def _run(self, *options: str, told: str = "") -> bytes:
        """What espeak-ng writes. Raises Unspoken when it fails or hangs, OSError when it does not start."""
        child = subprocess.Popen([self._program, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL, start_new_session=True)
        with child:
            with self._changed:
                self._child = child
                if self._closing:
                    _kill(child)
            try:
                written, _ = child.communicate(told.encode("utf-8"), self._patience_s)
            except subprocess.TimeoutExpired as slow:
                _kill(child)
                child.communicate()
                raise Unspoken(f"it took longer than {self._patience_s:g} s") from slow
            finally:
                with self._changed:
                    self._child = None
        if child.returncode:
            raise Unspoken(f"it ended with {child.returncode}")
        return written

    def _kept(self, name: str, rendered: bytes) -> Path:
        """In the last folder that can be written. Raises Unspoken when there is none."""
        try:
            return write(self._folders[-1] / name, rendered)
        except OSError as fault:
            if self._temporary is not None:
                self._give_up(f"there is no place for its files ({fault.strerror})")
                raise Unspoken("no place") from fault
            log.warning("The speech cache %s cannot be written (%s): the voice is kept in a temporary folder.",
                        self._folders[0], fault.strerror)
        try:
            self._temporary = tempfile.TemporaryDirectory(prefix="mat-speech-", ignore_cleanup_errors=True)
            self._folders.append(Path(self._temporary.name))
            return write(self._folders[-1] / name, rendered)
        except OSError as fault:
            self._give_up(f"there is no place for its files ({fault.strerror})")
            raise Unspoken("no place") from fault

    def _give_up(self, why: str) -> None:
        log.warning("No voice: %s.", why.rstrip("."))
        with self._changed:
            self._gone = why
            self._changed.notify_all()

    def _prune(self) -> None:
        """The oldest files beyond the bound go, but none that is in use."""
        used = {path.name for path in self._ready.values()}
        with suppress(OSError):
            found = [(path.stat().st_mtime, path.stat().st_size, path) for path in self._folders[0].glob("*.*")
                     if path.suffix in (".wav", ".part")]
            excess = sum(size for _, size, _ in found) - self._kept_bytes
            for _, size, path in sorted(found):
                if excess > 0 and path.name not in used:
                    path.unlink(missing_ok=True)
                    excess -= size


def _kill(child: subprocess.Popen[bytes]) -> None:
    """With whatever it has started: it leads a session of its own."""
    if child.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def _be_modest() -> None:
    """Linux gives a priority to each thread, and its children inherit it."""
    if sys.platform.startswith("linux"):
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 15)
