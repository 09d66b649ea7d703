"""Files kept beside the database: written whole or not at all, read with a sentence for what is wrong with them."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from corpus.errors import LibraryLocked, TranscriptUnknown
from corpus.lock import keeping
from corpus.transcript import Transcript
from rag.errors import KeptFileError, KeptUnknown


class Transcripts(Protocol):
    """A library, as far as what is kept must know it: its folder, and its transcripts."""

    @property
    def path(self) -> Path:
        """Its folder."""

    def transcript(self, wanted: str) -> Transcript:
        """The whole transcript. Raises TranscriptUnknown."""


_Model = TypeVar("_Model", bound=BaseModel)


def write_kept(path: Path, value: BaseModel) -> None:
    """Write a value as JSON under another name, then put it in its place. Raises KeptFileError."""
    draft = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.draft")  # two may write the same file at once
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(value.model_dump_json(indent=1), encoding="utf-8")
        os.replace(draft, path)
    except OSError as error:
        raise KeptFileError(path, f"it cannot be written ({error.strerror})") from None


def read_kept(path: Path, kind: type[_Model]) -> _Model:
    """The value in a file. Raises KeptUnknown where there is none, and KeptFileError naming the field that is wrong."""
    try:
        return kind.model_validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise unknown(path) from None
    except OSError as error:
        raise KeptFileError(path, f"it cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise KeptFileError(path, "it cannot be read (it is no UTF-8 text)") from None
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "the file"
        raise KeptFileError(path, f"{field}: {first['msg']}") from None


@contextmanager
def rewriting(library: Path) -> Iterator[None]:
    """Hold the kept files of the library in a folder while one is read and written anew. Raises KeptFileError."""
    with ExitStack() as held:
        try:
            held.enter_context(keeping(library))
        except LibraryLocked as error:
            raise KeptFileError(library, f"nothing can be kept in it ({error.holder} has not finished)") from None
        except OSError as error:
            raise KeptFileError(library, f"nothing can be kept in it ({error.strerror})") from None
        yield


def still_said(words: str, transcript: str, library: Transcripts) -> bool:
    """Whether a transcript (by id) is in the library and holds these words, wherever they stand and with whatever between
    them. Raises LibraryError."""
    try:
        text = library.transcript(transcript).text
    except TranscriptUnknown:
        return False
    return words in text or _words(words) in _words(text)


def unknown(path: Path) -> KeptUnknown:
    """That there is no such file, and which there are, the newest first as their names begin with the day."""
    return KeptUnknown(path, sorted((each.stem for each in path.parent.glob("*.json")), reverse=True))


def free_name(folder: Path, stem: str, title: str) -> Path:
    """A file name that was not taken, and is now by an empty file: when, and what it is about. Raises KeptFileError."""
    path = folder / f"{_named(stem, title)}.json"
    number = 1
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            try:
                path.open("x").close()
                return path
            except FileExistsError:
                number += 1
                path = folder / f"{_named(stem, title)}-{number}.json"
    except OSError as error:
        raise KeptFileError(path, f"it cannot be written ({error.strerror})") from None


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _named(stem: str, title: str) -> str:
    """
    >>> _named("2026-07-28-0915", "What was paid, and when?")
    '2026-07-28-0915-what-was-paid-and-when'
    """
    about = "-".join(re.findall(r"\w+", title.lower())[:6])[:60]
    return f"{stem}-{about}" if about else stem
