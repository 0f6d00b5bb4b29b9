"""Packed streams (.gz, .bz2, .xz) unpacked as far as they are asked for, and no further.

The library's own way to read packed archives as a stream unpacks as much as comes of each piece at once, and copies
what is left at every step: seventy kilobytes made for it keep a processor busy for hours.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
from typing import IO, Any, Final

_MOST_MEMORY: Final = 200_000_000
_AT_ONCE: Final = 1 << 16


def unpacked(packed: IO[bytes], *, plain: bool) -> Any:
    """What comes out of the stream, by its first bytes. ``plain``: it may be packed in no way at all.

    The stream must be able to peek. Raises ReadError for one that is packed in no way known.
    """
    start = packed.peek(6) if hasattr(packed, "peek") else b""
    if start.startswith(b"\xfd7zXZ\x00"):
        return _Xz(packed)
    if start.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=packed)
    if start.startswith(b"BZh"):
        return bz2.BZ2File(packed)
    if plain:
        return packed
    raise tarfile.ReadError("it is not packed as its name says")


class _Xz:
    """An .xz stream with a bound on the memory it may ask for, which ``lzma.open`` does not know."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._unpack = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_MEMORY)

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes more; nothing at the end. Raises EOFError for a stream that was cut short."""
        while True:
            if self._unpack.eof:
                rest = self._unpack.unused_data or self._packed.read(_AT_ONCE)
                if not rest.strip(b"\x00"):
                    return b""
                self._unpack = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_MEMORY)
                data = self._unpack.decompress(rest, size)
            elif self._unpack.needs_input:
                more = self._packed.read(_AT_ONCE)
                if not more:
                    raise EOFError("it was cut short")
                data = self._unpack.decompress(more, size)
            else:
                data = self._unpack.decompress(b"", size)
            if data:
                return data

    def close(self) -> None:
        """Nothing to close: the file belongs to whoever opened it."""
