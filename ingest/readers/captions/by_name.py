"""Files that are called captions and are none: refused with a sentence, before plain text takes them for speech."""

from __future__ import annotations

from typing import Never

from ingest.errors import ReadError
from ingest.readers.captions.subrip import SUBRIP
from ingest.readers.captions.substation import SUBSTATION
from ingest.readers.captions.timed_lines import LRC, SBV
from ingest.readers.captions.ttml import TTML
from ingest.readers.captions.webvtt import WEBVTT
from ingest.readers.decoding import decode
from ingest.readers.reading import Format, RawFile

_BY_SUFFIX = {suffix: known.name for known in (WEBVTT, SUBRIP, SBV, LRC, SUBSTATION, TTML) for suffix in known.suffixes}


def _refuse(file: RawFile) -> Never:
    decode(file.raw, file.name)  # an empty or a binary file has its own sentence
    raise ReadError(
        file.name,
        f"by its name this is {_BY_SUFFIX[file.suffix]}, but no caption with a time is in it",
        "Export the captions again, or rename the file to .txt if it is a plain transcript.",
        line=1,
    )


NOT_CAPTIONS = Format(
    name="captions by name only",
    suffixes=(),
    recognises=lambda file: file.suffix in _BY_SUFFIX,
    read=_refuse,
)
