"""Meeting services: Otter and Zoom.

- Otter documents no JSON export; this is what its web app loads (`speech`): `transcripts[]` with offsets in samples of
  16 kHz and `speaker_id`, the names in `speakers[]`.
- Zoom's cloud recordings (`zoom_transcript`, and the `timeline` file, which has times and names but may have no words):
  `timeline[]` with clocks `ts`, `end_ts`, and `users[]`.
"""

from __future__ import annotations

from datetime import UTC, datetime

from ingest.readers.composing import Utterance
from ingest.readers.json_exports.dialect import (
    Dialect,
    Export,
    NotDone,
    entry_keys,
    inner,
)
from ingest.readers.json_exports.fields import Node
from ingest.readers.times import Unit


def _speech(node: Node) -> Node:
    return inner(node, "speech") if inner(node, "speech").is_there else node


def _read_otter(node: Node) -> Export:
    speech = _speech(node)
    names = {str(voice["id"].value): voice.first_of("speaker_name", "name").speaker() for voice in speech["speakers"]}
    return Export(
        pieces=[
            Utterance(
                text=piece["transcript"].text(),
                speaker=names.get(str(piece["speaker_id"].value))
                or piece.first_of("speaker_name", "label", "speaker_model_label").speaker(),
                time_start=piece["start_offset"].time(Unit.SAMPLES_16K),
                time_end=piece["end_offset"].time(Unit.SAMPLES_16K),
            )
            for piece in speech["transcripts"]
        ],
        title=speech["title"].text().strip() or None,
        meta=_date(speech["created_at"].number()),
    )


def _date(seconds: float | None) -> dict[str, str]:
    if seconds is None or not 0 < seconds < 4_102_444_800:  # until 2100
        return {}
    return {"date": datetime.fromtimestamp(seconds, UTC).date().isoformat()}


def _read_zoom(node: Node) -> Export:
    entries = list(node["timeline"])
    if entries and not any("text" in entry_keys(Node([entry.value])) for entry in entries):
        raise NotDone("this is Zoom's timeline of who spoke when, which has no words")
    start = node["recording_start"].text()[:10]
    return Export(
        pieces=[
            Utterance(
                text=entry["text"].text(),
                speaker=", ".join(name for user in entry["users"] if (name := user["username"].speaker())) or None,
                time_start=entry["ts"].time(),
                time_end=entry["end_ts"].time(),
            )
            for entry in entries
        ],
        meta={"date": start} if start else {},
    )


OTTER = Dialect(
    service="Otter",
    recognises=lambda node: {"transcript", "start_offset"} <= entry_keys(inner(_speech(node), "transcripts")),
    read=_read_otter,
)
ZOOM = Dialect(
    service="Zoom",
    recognises=lambda node: {"ts", "users"} <= entry_keys(inner(node, "timeline")),
    read=_read_zoom,
)
