"""The files beside a library's database: caches, answers, conversations, collections; and taking words out of them.

A kept file that repeats five of a transcript's words in a row tells of it. Of a conversation or a collection only the
exchanges and quotes that tell are taken out; any other file goes whole.
"""

from __future__ import annotations

import csv
import html
import io
import json
import os
import re
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from corpus.errors import NotErased
from corpus.generations import erase_file, is_generation
from corpus.lock import KEEPING, keeping

DERIVED = "derived"
"""The folder for what can be made again from the library."""

PSEUDONYMS = "pseudonyms.csv"
"""The file with two columns: a participant's name or label, and what to call them."""

Phrases: TypeAlias = frozenset[tuple[str, ...]]
_OURS = ("current", "current.draft", "writer.lock", "writer.json", KEEPING)
_ENTRIES = ("exchanges", "quotes")
_WORDS_IN_A_ROW = 5
_WORD = re.compile(r"\w+")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrt]")
_TAG = re.compile(r"<[^<>]{1,400}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What gives a transcript away: its id, its phrases, and the names of people who are in no other transcript."""

    ids: tuple[str, ...] = ()
    phrases: Phrases = frozenset()
    names: frozenset[str] = frozenset()

    def are_in(self, text: str) -> bool:
        """Whether a text tells."""
        return any(each in text for each in self.ids) or not self.phrases.isdisjoint(phrases_of(text))


@dataclass(slots=True)
class KeptFiles:
    """The kept files of a library's folder. A file that has not changed since is read once, however often it is asked."""

    folder: Path
    _read: dict[Path, tuple[int, list[str], Phrases]] = field(default_factory=dict)

    def take_out(self, traces: Traces) -> list[str]:
        """Take traces out of every file; the names of those that changed or went, relative to the folder."""
        return [
            path.relative_to(self.folder).as_posix()
            for path in beside_the_database(self.folder)
            if not _is_derived(self.folder, path) and self._took_out(path, traces)
        ]

    def _took_out(self, path: Path, traces: Traces) -> bool:
        if path.name == PSEUDONYMS and path.parent == self.folder:
            return _drop_names(path, traces.names)
        texts, phrases = self._texts(path)
        told = not traces.phrases.isdisjoint(phrases)
        if not told and not any(each in text for each in traces.ids for text in texts):
            return False
        with keeping(self.folder):  # else what is put into the file this moment is lost
            left = _without(path, traces)
            if left is None:
                erase_file(path)
            else:
                put_in_place(path, left)
            if path.exists() and left is None:
                raise NotErased(path)
        return True

    def _texts(self, path: Path) -> tuple[list[str], Phrases]:
        try:
            stamp = path.stat().st_mtime_ns
            known = self._read.get(path)
            if known is None or known[0] != stamp:
                texts = list(_texts(path))
                phrases = frozenset(phrase for text in texts for phrase in phrases_of(text))
                known = self._read[path] = stamp, texts, phrases
        except FileNotFoundError:  # somebody deleted it this moment
            return [], frozenset()
        return known[1], known[2]


def erase_derived(folder: Path) -> None:
    """Remove what was derived from the library. Raises NotErased.

    Its files are not overwritten: another process may have them mapped, and would read zeros where words were.
    """
    for path in sorted((folder / DERIVED).rglob("*"), reverse=True):
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()
        if path.is_file():
            raise NotErased(path)


def beside_the_database(folder: Path) -> list[Path]:
    """The files in a library's folder that are neither its database nor its lock: caches, conversations, exports."""
    if not folder.is_dir():
        return []
    return [
        path
        for top in sorted(folder.iterdir())
        if not is_generation(top) and top.name not in _OURS
        for path in ([top] if top.is_file() else sorted(top.rglob("*")))
        if path.is_file()
    ]


def phrases_of(text: str) -> Phrases:
    """Every five words in a row, in lower case.

    >>> sorted(phrases_of("We waited, and waited, and left."))
    [('waited', 'and', 'waited', 'and', 'left'), ('we', 'waited', 'and', 'waited', 'and')]
    """
    words = _WORD.findall(text.casefold())
    return frozenset(tuple(words[i : i + _WORDS_IN_A_ROW]) for i in range(len(words) - _WORDS_IN_A_ROW + 1))


def put_in_place(path: Path, text: str) -> None:
    """Put other words in a file's place at one instant, and overwrite those that were there."""
    draft = path.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8")
    with path.open("r+b") as old:
        os.replace(draft, path)
        old.write(bytes(os.fstat(old.fileno()).st_size))
        old.flush()
        os.fsync(old.fileno())


def _is_derived(folder: Path, path: Path) -> bool:
    return path.relative_to(folder).parts[0] == DERIVED


def _without(path: Path, traces: Traces) -> str | None:
    """The file's JSON without the exchanges or quotes that tell; None when it must go whole."""
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(whole, dict):
        return None
    for name in _ENTRIES:
        if isinstance(entries := whole.get(name), list):
            whole[name] = [one for one in entries if not traces.are_in(_plain(_written(one)))]
            left = _written(whole)
            return left if whole[name] and not traces.are_in(_plain(left)) else None
    return None


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _drop_names(path: Path, names: frozenset[str]) -> bool:
    try:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    except (OSError, ValueError, csv.Error):
        return False
    left = [row for row in rows if not row or row[0].strip().casefold() not in names]
    if len(left) == len(rows):
        return False
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(left)
    put_in_place(path, out.getvalue())
    return True


def _texts(path: Path) -> Iterable[str]:
    """What can be read in a file: itself, or the members of a zip (a .docx, a .xlsx)."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name
                yield _plain(archive.read(name).decode("utf-8", errors="ignore"))
    else:
        raw = path.read_bytes()
        encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
        yield path.name
        yield _plain(raw.decode(encoding, errors="ignore"))


def _plain(text: str) -> str:
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else " ", text)
    return html.unescape(_TAG.sub("", text))
