"""A virtual screen whose pixels can be looked at without asking anybody: Xvfb maps its frame buffer into a file."""

import mmap
import os
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

HEADER_WORDS = 25
"""Of an XWD header; its first word is its whole length, the twentieth the number of colours that follow."""


class Framebuffer:
    """The pixels of one virtual screen as an array of height × width × 4 bytes that changes under the reader."""

    def __init__(self, file: Path, size: tuple[int, int]) -> None:
        with file.open("rb") as opened:
            self._map = mmap.mmap(opened.fileno(), 0, prot=mmap.PROT_READ)
        words = struct.unpack(f">{HEADER_WORDS}I", self._map[:4 * HEADER_WORDS])
        first = words[0] + 12 * words[19]
        bytes_per_line = words[12]
        whole = np.frombuffer(self._map, np.uint8, bytes_per_line * size[1], first)
        self.pixels: npt.NDArray[np.uint8] = whole.reshape(size[1], bytes_per_line // 4, 4)[:, :size[0]]

    def look(self, step: int = 4) -> bytes:
        """A sparse copy: every `step`-th pixel of every `step`-th line."""
        return self.pixels[::step, ::step, :3].tobytes()


@contextmanager
def virtual_screen(size: tuple[int, int]) -> Iterator[tuple[str, Framebuffer]]:
    """Its DISPLAY and its pixels."""
    with TemporaryDirectory() as folder:
        read, write = os.pipe()
        server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size[0]}x{size[1]}x24",
                                   "-nolisten", "tcp", "-noreset", "-fbdir", folder], pass_fds=[write],
                                  stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        try:
            yield f":{number}", Framebuffer(Path(folder) / "Xvfb_screen0", size)
        finally:
            server.terminate()
            server.wait(10)
