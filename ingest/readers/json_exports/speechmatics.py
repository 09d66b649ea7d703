"""Speechmatics (its documentation, "Output", JSON v2): `results[]` of words and punctuation with `attaches_to`.

Times are seconds; the speaker stands on the alternative (`S1`; `UU` is not known) or, in the first v2 files, in
`speaker_change` entries without a name. With channel diarization each result has a `channel`.
"""

from __future__ import annotations

from ingest.readers.json_exports.dialect import Dialect, Export, entry_keys, inner
from ingest.readers.json_exports.fields import Node
from ingest.readers.json_exports.words import Word, utterances_of, with_speakers_filled


def _read(node: Node) -> Export:
    delimiter = inner(node, "metadata", "language_pack_info", "word_delimiter")
    space = delimiter.text() if delimiter.value is not None else " "
    words: list[Word] = []
    turned = False
    for result in node["results"]:
        if result["type"].value in ("speaker_change", "channel_change"):
            turned = True
        elif result["alternatives"].is_there:
            words.append(_word(result, turned))
            turned = False
    return Export(pieces=utterances_of(with_speakers_filled(words), space=space))


def _word(result: Node, opens_turn: bool) -> Word:
    best = result["alternatives"].at(0)
    is_mark = result["type"].value == "punctuation"
    attaches = result["attaches_to"].text() or ("previous" if is_mark else "none")
    speaker = best["speaker"].speaker()
    voice = None if speaker in {"UU", "Speaker UU"} else speaker
    return Word(
        text=best["content"].text(),
        speaker=voice or result["channel"].speaker() or ("" if speaker else None),
        time_start=result["start_time"].time(),
        time_end=result["end_time"].time(),
        joins_previous=attaches in {"previous", "both"},
        joins_next=attaches in {"next", "both"},
        opens_turn=opens_turn,
    )


SPEECHMATICS = Dialect(
    service="Speechmatics",
    recognises=lambda node: {"type", "start_time"} <= entry_keys(inner(node, "results")),
    read=_read,
)
