"""Zip files from strangers: opened, listed and unpacked within limits, every defect as one sentence."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from ingest.errors import ReadError

SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
"""How a zip file begins: with a member, or, empty, with its table of contents."""

LARGEST_MEMBER_BYTES = 64 * 1024 * 1024
"""What one member may unpack to. The text of a very long interview's Word file is about two megabytes."""

STEEPEST_RATIO = 1000
"""Unpacked to packed. Deflate cannot pass 1032, and honest text stays below 30."""

_RATIO_COUNTS_FROM_BYTES = 1024 * 1024  # a few repeated bytes pack well and harm nobody
_MOST_MEMBERS = 10_000
_ENCRYPTED = 0x1
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,  # includes a name that is not UTF-8
    RuntimeError,  # zipfile's word for a password it was not given
    NotImplementedError,
    IndexError,
    OverflowError,
)


class Zipped:
    """An open zip file. Raises ReadError, with the file's name, whenever something in it cannot be had."""

    def __init__(self, name: str, archive: zipfile.ZipFile) -> None:
        self.name = name
        self._archive = archive
        self.members: tuple[zipfile.ZipInfo, ...] = tuple(archive.infolist())
        if len(self.members) > _MOST_MEMBERS:
            raise ReadError(
                name,
                f"it holds {len(self.members)} files, the limit is {_MOST_MEMBERS}",
                "Unpack it and ingest the folder.",
            )
        self.names = frozenset(member.filename for member in self.members)

    def read(self, member: str | zipfile.ZipInfo, largest_bytes: int = LARGEST_MEMBER_BYTES) -> bytes:
        """The bytes of a member. What it says of its own size is not believed."""
        with _translated(self.name):
            info = member if isinstance(member, zipfile.ZipInfo) else self._archive.getinfo(member)
            if info.flag_bits & _ENCRYPTED:
                raise ReadError(
                    self.name,
                    f"{shown(info.filename)} in it is protected with a password",
                    "Unpack it with the password and ingest what comes out.",
                )
            with self._archive.open(info) as stream:
                raw = stream.read(largest_bytes + 1)
        if len(raw) > largest_bytes:
            raise ReadError(
                self.name,
                f"{shown(info.filename)} in it unpacks to more than {largest_bytes // 2**20} MB",
                "Unpack it by hand if you trust it.",
            )
        if len(raw) > _RATIO_COUNTS_FROM_BYTES and len(raw) > STEEPEST_RATIO * max(1, info.compress_size):
            raise ReadError(
                self.name,
                f"{shown(info.filename)} in it is packed more than {STEEPEST_RATIO} times smaller than it is, "
                f"as in a zip bomb",
                "Do not open it unless you know where it comes from.",
            )
        return raw


@contextmanager
def unzip(name: str, raw: bytes) -> Iterator[Zipped]:
    """The zip file in these bytes. Raises ReadError when it is cut off or damaged."""
    with _translated(name):
        archive = zipfile.ZipFile(io.BytesIO(raw))
    with archive:
        yield Zipped(name, archive)


def member_names(raw: bytes) -> frozenset[str]:
    """The names in a zip file; none when it is no zip file or a damaged one. Never raises."""
    if not raw.startswith(SIGNATURES):
        return frozenset()
    try:
        with unzip("", raw) as zipped:
            return zipped.names
    except ReadError:
        return frozenset()


def shown(name: str) -> str:
    """A member's name as a message may show it: short, and without control characters.

    >>> shown("a" + chr(10) + "b.txt")
    'a b.txt'
    """
    plain = "".join(letter if letter.isprintable() else " " for letter in name)
    return plain if len(plain) <= 120 else f"{plain[:60]}…{plain[-59:]}"


@contextmanager
def _translated(name: str) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise ReadError(
            name,
            f"the file is damaged or cut off ({shown(str(error)) or type(error).__name__})",
            "Export or copy it again.",
        ) from None
    except KeyError as error:
        raise ReadError(
            name,
            f"it lacks a part it should have ({shown(str(error))})",
            "Save it again.",
        ) from None
