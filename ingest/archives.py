"""Zip exports: what is in them, as files of their own named `archive.zip/inner.vtt`, unpacked in memory."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from ingest.errors import ReadError
from ingest.readers import RawFile, is_readable_name
from ingest.zipped import SIGNATURES, Zipped, member_names, shown, unzip

SUFFIXES = (".zip",)

MOST_FILES = 2000
"""How many files one archive may hold."""

LARGEST_TOTAL_BYTES = 400 * 1024 * 1024
"""What they may unpack to together: more is not the transcripts of one export."""

_NOT_ARCHIVES = re.compile(r"^(\[Content_Types\]\.xml|word/|xl/|ppt/|mimetype$|META-INF/)")
_FURNITURE = re.compile(r"(^|/)(__MACOSX/|\.|~\$|Thumbs\.db$|desktop\.ini$)", re.I)


def is_archive(file: RawFile) -> bool:
    """Whether this is a zip of files. Word, OpenDocument and Excel files are zips too, and are not."""
    if not file.raw.startswith(SIGNATURES):
        return False
    names = member_names(file.raw)
    if not names:  # a damaged one: what is it called?
        return file.suffix in SUFFIXES
    return not any(_NOT_ARCHIVES.match(name) for name in names)


def expand(file: RawFile, *, largest_total_bytes: int = LARGEST_TOTAL_BYTES) -> Iterator[RawFile]:
    """The files in a zip archive, in its order; a file that is no archive is given back as it is.

    Names stay below the archive's, whatever the archive says; folders, hidden files, recordings and whatever else no
    reader takes are passed over. Raises ReadError for a damaged archive, one with a password, one within an archive,
    and one over the limits: MOST_FILES files, `largest_total_bytes` together, and those of `ingest.zipped` for each.
    Files before the offending one have been given by then.
    """
    if not is_archive(file):
        yield file
        return
    with unzip(file.name, file.raw) as zipped:
        yield from _files(file.name, zipped, largest_total_bytes)


def passed_over(file: RawFile) -> list[str]:
    """The names of what `expand` leaves out of an archive because no reader takes it; none for what is no archive.

    Folders and what a system strews about are not named. Raises ReadError for a damaged archive.
    """
    if not is_archive(file):
        return []
    with unzip(file.name, file.raw) as zipped:
        named = [_inside(m.filename) for m in zipped.members if m.filename and not m.is_dir()]
    return [name for name in named if not _is_wanted(name, False) and not _FURNITURE.search(name)]


def _files(name: str, zipped: Zipped, largest_total_bytes: int) -> Iterator[RawFile]:
    # a damaged archive may hold a member without a name, which `ZipInfo.is_dir` cannot be asked about
    members = [m for m in zipped.members if m.filename and _is_wanted(_inside(m.filename), m.is_dir())]
    if not members:
        raise ReadError(
            name,
            "there is no transcript in the archive",
            "Export it again, or unpack it and look inside.",
        )
    if len(members) > MOST_FILES:
        raise ReadError(
            name,
            f"it holds {len(members)} transcripts, the limit is {MOST_FILES}",
            "Unpack it and ingest the folder.",
        )
    unpacked = 0
    taken: set[str] = set()
    for member in members:
        inner_name = f"{name}/{_unique(_inside(member.filename), taken)}"
        if inner_name.lower().endswith(SUFFIXES):
            raise ReadError(
                inner_name,
                "this is an archive within an archive",
                "Unpack the outer one first.",
            )
        inner = RawFile(name=inner_name, raw=zipped.read(member))
        unpacked += len(inner.raw)
        if unpacked > largest_total_bytes:
            raise ReadError(
                name,
                f"it unpacks to more than {largest_total_bytes // 2**20} MB",
                "Unpack it and ingest the folder.",
            )
        yield inner


def _is_wanted(name: str, is_folder: bool) -> bool:
    # Recordings lie beside the transcripts in most exports: what no reader takes is not even unpacked.
    return not is_folder and not _FURNITURE.search(name) and (is_readable_name(name) or name.lower().endswith(SUFFIXES))


def _inside(member: str) -> str:
    """A member's name as a path that cannot leave the archive.

    >>> _inside("../../etc/passwd"), _inside("C:" + chr(92) + "Users" + chr(92) + "a.vtt")
    ('etc/passwd', 'Users/a.vtt')
    """
    plain = shown(re.sub(r"^[A-Za-z]:", "", member.replace("\\", "/")))
    parts = PurePosixPath(posixpath.normpath("/" + plain)).parts
    return "/".join(part.strip() for part in parts if part.strip("/ ")) or "unnamed"


def _unique(name: str, taken: set[str]) -> str:
    stem, suffix = posixpath.splitext(name)
    number, unique = 1, name
    while unique in taken:
        number += 1
        unique = f"{stem} ({number}){suffix}"
    taken.add(unique)
    return unique
