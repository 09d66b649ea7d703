"""Rev.ai (its API documentation, "Transcript", JSON) and Rev's human transcripts (Rev API, "Transcript JSON").

`monologues[].elements[]` with `type`: `text`, `punct` (spaces too), `unknown`; times are seconds (`ts`, `end_ts`) or,
in Rev's, clocks (`timestamp`, `end_timestamp`).
"""

from __future__ import annotations

from ingest.readers.composing import Note, Utterance
from ingest.readers.json_exports.dialect import Dialect, Export, entry_keys, inner
from ingest.readers.json_exports.fields import Node
from ingest.readers.json_exports.words import Word, utterances_of


def _read(node: Node) -> Export:
    names = {
        entry["id"].speaker(): entry.first_of("name", "display_name").speaker()
        for entry in node["speakers"]
        if entry["id"].value is not None
    }
    pieces: list[Utterance | Note] = []
    for monologue in node["monologues"]:
        voice = monologue["speaker"].speaker()
        given = (
            monologue.first_of("speaker_name").speaker() or inner(monologue, "speaker_info", "display_name").speaker()
        )
        pieces += _monologue(monologue, given or names.get(voice) or voice)
    return Export(pieces=pieces)


def _monologue(monologue: Node, speaker: str | None) -> list[Utterance | Note]:
    elements = list(monologue["elements"])
    whole = "".join(element["value"].text() for element in elements)
    return utterances_of(
        (
            Word(
                text=element["value"].text(),
                speaker=speaker,
                time_start=element.first_of("ts", "timestamp").time(),
                time_end=element.first_of("end_ts", "end_timestamp").time(),
            )
            for element in elements
        ),
        whole,
    )


REV = Dialect(
    service="Rev.ai",
    recognises=lambda node: "elements" in entry_keys(inner(node, "monologues")),
    read=_read,
)
