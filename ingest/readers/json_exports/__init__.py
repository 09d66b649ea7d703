"""JSON as transcription services write it: one dialect per service, recognised by its keys, not by its file's name.

The dialects give utterances in the file's order; `ingest.readers.composing` makes the canonical text of them.
"""

from __future__ import annotations

import re

from ingest.errors import ReadError
from ingest.readers.composing import compose
from ingest.readers.decoding import decode
from ingest.readers.json_exports.assemblyai import ASSEMBLYAI
from ingest.readers.json_exports.aws import AWS, AWS_CALLS
from ingest.readers.json_exports.azure import AZURE
from ingest.readers.json_exports.deepgram import DEEPGRAM
from ingest.readers.json_exports.dialect import (
    Dialect,
    Export,
    NotDone,
    entry_keys,
    keys_of,
)
from ingest.readers.json_exports.exchange import PODCAST, WTF
from ingest.readers.json_exports.fields import Node, WrongField, line_of
from ingest.readers.json_exports.generic import GENERIC
from ingest.readers.json_exports.google import GOOGLE
from ingest.readers.json_exports.meetings import OTTER, ZOOM
from ingest.readers.json_exports.parsing import parse_json
from ingest.readers.json_exports.rev import REV
from ingest.readers.json_exports.speechmatics import SPEECHMATICS
from ingest.readers.json_exports.whisper import PIPELINE, WHISPER, WHISPER_CPP
from ingest.readers.opening import opening_of
from ingest.readers.reading import Format, RawFile, Reading

DIALECTS: tuple[Dialect, ...] = (
    *(
        WTF,
        PODCAST,
        ZOOM,
        OTTER,
        REV,
        DEEPGRAM,
        AWS,
        AWS_CALLS,
        SPEECHMATICS,
        GOOGLE,
        AZURE,
    ),
    *(WHISPER_CPP, PIPELINE, ASSEMBLYAI, WHISPER, GENERIC),
)
"""In the order they are asked: those with the most particular keys first."""

_OPENS_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*(?:[\[\]{]|"[^"\n]{0,200}"\s*[,\]]))')
_ADVICE = "Export the transcript as .vtt, .docx or .txt instead."


def _read(file: RawFile) -> Reading:
    text, warnings = decode(file.raw, file.name)
    node = Node(parse_json(text, file.name))
    dialect = next((known for known in DIALECTS if known.recognises(node)), None)
    if dialect is None:
        raise ReadError(file.name, _unknown(node), _ADVICE)
    try:
        export = dialect.read(node)
    except WrongField as error:
        problem = f"this looks like JSON of {dialect.service}, but {error}"
        raise ReadError(file.name, problem, _ADVICE, line=line_of(text, error.path)) from None
    except NotDone as error:
        raise ReadError(file.name, str(error), "Export it again once there is a transcript.") from None
    return _composed(export, dialect, file.name, warnings)


def _composed(export: Export, dialect: Dialect, name: str, warnings: tuple[str, ...]) -> Reading:
    reading = compose(
        export.pieces,
        title=export.title,
        meta=export.meta,
        warnings=(*warnings, *export.warnings),
    )
    if not reading.turns:
        raise ReadError(
            name,
            f"this JSON of {dialect.service} holds no words",
            "Export it again with its text.",
        )
    return reading


def _unknown(node: Node) -> str:
    keys = sorted(keys_of(node)) or sorted(entry_keys(node))
    shown = ", ".join(f"“{key[:40]}”" for key in keys[:8]) + (" …" if len(keys) > 8 else "")
    where = "its keys are" if keys_of(node) else "its entries have the keys"
    services = ", ".join(known.service for known in DIALECTS[:-1])
    found = f"{where} {shown}" if keys else "it holds no object with keys"
    return f"no transcript is known in this JSON: {found}. JSON is read from {services}, and {DIALECTS[-1].service}"


JSON = Format(
    name="JSON of a transcription service",
    suffixes=(".json", ".jsonl"),
    recognises=lambda file: bool(_OPENS_JSON.match(opening_of(file.raw))) or file.suffix in {".json", ".jsonl"},
    read=_read,
)

__all__ = ["DIALECTS", "JSON"]
