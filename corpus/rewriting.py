"""One database written anew from another: what counts is carried over, what was deleted or half-written is not."""

from __future__ import annotations

import numpy as np

from corpus.errors import LibraryDamaged
from corpus.store import Database, HeldPassage, Rewrite, Row, Vectors

_ROWS_A_PAGE = 1_000


def rewrite(source: Database, target: Database, change: Rewrite, place: str) -> None:
    """Fill the empty `target` with every transcript of `source` but those left out, and count what arrived.

    Raises LibraryDamaged when a passage, vector or piece that should be there is not: then `target` is of no use.
    """
    heads = [row for row in source.records.get(where={"kind": "head"}) if row.id not in change.leave_out]
    versions = {(row.id, str(row.facts["version"])): int(row.facts["passages"]) for row in heads}
    receipts = source.records.get(where={"kind": "receipt"})
    target.records.put([*receipts, *change.receipts])
    for head in heads:
        _carry_pieces(source, target, head, place)
    arrived = dict.fromkeys(versions, 0)
    for page in source.passages.pages(_ROWS_A_PAGE):
        for reading, held in _by_version(page).items():
            if reading in arrived:
                add(target, held)
                arrived[reading] += len(held)
    for reading, expected in versions.items():
        if arrived[reading] != expected:
            raise LibraryDamaged(place, f"{reading[0]} has {arrived[reading]} of its {expected} passages")


def add(target: Database, held: list[HeldPassage]) -> None:
    """Write passages of one version with the vectors they were held with."""
    vectors: Vectors = _stacked(held)
    target.passages.add([one.passage for one in held], vectors, held[0].version)


def _carry_pieces(source: Database, target: Database, head: Row, place: str) -> None:
    version = str(head.facts["version"])
    pieces = source.records.get(where={"kind": "piece", "transcript": head.id, "version": version})
    if len(pieces) != int(head.facts["pieces"]):
        raise LibraryDamaged(place, f"{head.id} has {len(pieces)} of its {head.facts['pieces']} pieces")
    target.records.put([*pieces, head])


def _by_version(page: list[HeldPassage]) -> dict[tuple[str, str], list[HeldPassage]]:
    found: dict[tuple[str, str], list[HeldPassage]] = {}
    for one in page:
        found.setdefault((one.passage.transcript_id, one.version), []).append(one)
    return found


def _stacked(held: list[HeldPassage]) -> Vectors:
    return np.stack([one.vector for one in held if one.vector is not None])
