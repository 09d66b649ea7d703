"""Verify: is every transcript there whole, with every passage and its vector? And repair what is not.

It lives with the job and not with the library because a repair splits and embeds again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from corpus.embedded import EmbeddedStore
from corpus.errors import BeyondRepair, LibraryError, LibraryUnreadable
from corpus.generations import erase_file
from corpus.library import Library, WholeTranscript
from corpus.readings import outdated_readings
from corpus.records import TranscriptRecord, read_head, read_pieces
from corpus.store import Database, HeldPassage, Row, Scope, Vectors
from corpus.transcript import Passage, Transcript
from ingest.assembly import assemble_file
from ingest.beside import BesideFiles
from ingest.discover import SourceFile
from ingest.errors import ReadError
from ingest.recipe import RECIPE, SourceFacts, record_of, version_of
from ingest.source import bytes_of
from ingest.splitter import embedded_texts, split
from models.embedder import Embedder
from models.tokens import token_counter

_SAME = 1 - 1e-4  # cosine from which a passage has been found by its own vector
_UNIT = 1e-2
_REACHED = 0.8  # of a transcript's passages that a search among them must find


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that is not as it should be. `transcript` is None when it is not about one; `repair` is what is done."""

    transcript: str | None
    problem: str
    repair: str


@dataclass(slots=True)
class _State:
    """All rows of a library as found, and what is wrong with them."""

    heads: list[Row]
    pieces: dict[tuple[str, str], list[Row]]
    passages: dict[tuple[str, str], list[HeldPassage]]
    vectors: dict[str, Vectors]
    receipts: list[Row]
    problems: list[Problem] = field(default_factory=list)
    orphans: list[tuple[str, str]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    unreadable: bool = False


def verify(library: Library, embedder: Callable[[], Embedder], *, repair: bool = True) -> list[Problem]:
    """Every problem of the library, each repaired unless `repair` is False. `embedder` is called when one is needed.

    Raises LibraryLocked when a job is writing.
    """
    if not repair:
        state = _looked_at(library)
        return [*state.problems, *_of_the_readings(library, [read_head(head)[0] for head in state.heads])]
    if not isinstance(library.store, EmbeddedStore):
        with library.writing():
            state = _looked_at(library)
            _repair_in_place(library, state, embedder)
            readings = _of_the_readings(library, library.list_records(), erase=True)
        return [*state.problems, *readings]
    leftovers = _of_the_files(library)
    with library.store.writing():  # not the library's own, which reads first: some of it cannot be read
        state = _looked_at(library)
        if state.problems:
            library.refill(state.receipts, _restored(state, state.heads, embedder))
        readings = _of_the_readings(library, library.list_records(), erase=True)
    return [*leftovers, *state.problems, *readings]


def _repair_in_place(library: Library, state: _State, embedder: Callable[[], Embedder]) -> None:
    """On a server, where others read all the while: as little as will do."""
    if state.unreadable:
        library.refill(state.receipts, _restored(state, state.heads, embedder))
        return
    for transcript_id, version in state.orphans:
        library.drop_version(transcript_id, version)
    heads = [head for head in state.heads if head.id in state.broken | state.lost]
    whole = list(_restored(state, heads, embedder))
    for head in heads:
        library.remove(head.id)
    for one in whole:
        library.put(one.record, one.transcript, one.passages, one.vectors)


def _of_the_files(library: Library) -> list[Problem]:
    """What killed writers left beside the current generation. Taking the writer's lock clears it away."""
    if not isinstance(library.store, EmbeddedStore):
        return []
    problems = [
        Problem(transcript=None, problem=f"{folder.name} was left by a job that was stopped", repair="removed")
        for folder in library.store.generations.leftovers()
    ]
    current = library.store.generations.current()
    if current is not None and current.residue:
        problems.append(
            Problem(transcript=None, problem="deleted text is still in the database's files", repair="written anew")
        )
    return problems


def _of_the_readings(library: Library, records: Sequence[TranscriptRecord], *, erase: bool = False) -> list[Problem]:
    """What a model replied about transcripts that are gone or were changed; a job that was stopped may leave it."""
    outdated = outdated_readings(library.path, {record.id: record.version for record in records})
    if erase:
        for path in outdated:
            erase_file(path)
    return [
        Problem(
            transcript=None,
            problem=f"{path.relative_to(library.path).as_posix()} is what a model said of a transcript that is gone or changed",
            repair="erased",
        )
        for path in outdated
    ]


def _looked_at(library: Library) -> _State:
    return _read_past_damage(library, _state_of)


def _read_past_damage(library: Library, look: Callable[[Library, Database, bool], _State]) -> _State:
    store = library.store
    if not isinstance(store, EmbeddedStore):
        return store.read(lambda database: look(library, database, True))
    current = store.generations.current()
    assert current is not None  # the library was opened
    damaged = store.generations.broken(current, thoroughly=True)
    try:
        with store.opened_as_is() as database:
            state = look(library, database, not damaged)
    except LibraryUnreadable as error:
        raise BeyondRepair(library.path, error.reason) from error
    if damaged:
        what = f"the vector file {damaged[0]} is not what was written"
        state.problems.insert(0, Problem(transcript=None, problem=what, repair="passages embedded again"))
    return state


def _state_of(library: Library, database: Database, try_vectors: bool) -> _State:
    """Everything there is, and what is wrong with it. `try_vectors` is no where Chroma would abort on a damaged file."""
    rows = database.records
    state = _State(rows.get(where={"kind": "head"}), {}, {}, {}, rows.get(where={"kind": "receipt"}))
    for row in rows.get(where={"kind": "piece"}):
        state.pieces.setdefault((str(row.facts["transcript"]), str(row.facts["version"])), []).append(row)
    held = database.passages.held()
    for one in held:
        state.passages.setdefault((one.passage.transcript_id, one.version), []).append(one)
    if try_vectors:
        try:
            kept = database.passages.held(vectors=True)
            state.vectors = {one.passage.id: one.vector for one in kept if one.vector is not None}
        except LibraryError as error:
            what = f"the vectors cannot be read ({error})"
            state.problems.append(Problem(transcript=None, problem=what, repair="passages embedded again"))
            state.unreadable, try_vectors = True, False
    _find_orphans(state, database, library)
    for head in state.heads:
        _check(state, head, database if try_vectors else None)
    return state


def _find_orphans(state: _State, database: Database, library: Library) -> None:
    counting = {(head.id, str(head.facts["version"])) for head in state.heads}
    at_work = library.store.writers()
    pending = database.records.get(where={"kind": "pending"})
    ours = {str(row.facts["transcript"]) for row in pending if str(row.facts.get("owner", "")) in at_work}
    for transcript_id, version in sorted((state.pieces.keys() | state.passages.keys()) - counting):
        if transcript_id not in ours:
            state.orphans.append((transcript_id, version))
            what = f"rows of version {version}, which does not count, were left"
            state.problems.append(Problem(transcript=transcript_id, problem=what, repair="removed"))


def _check(state: _State, head: Row, database: Database | None) -> None:
    record, pieces = read_head(head)
    reading = (record.id, record.version)
    held = state.passages.get(reading, [])
    transcript = _whole(state.pieces.get(reading, []), pieces)
    if transcript is None:
        found = f"{len(state.pieces.get(reading, []))} of {pieces} pieces of its text are there"
        again = Path(record.path).is_file()
        repair = "its file was read again" if again else "taken out: ingest its file again"
        state.problems.append(Problem(transcript=record.id, problem=found, repair=repair))
        state.broken.add(record.id)
        return
    wrong = _wrong_passages(record, transcript, held)
    if wrong:
        state.problems.append(Problem(transcript=record.id, problem=wrong, repair="split and embedded again"))
        state.broken.add(record.id)
    elif database is not None and (lost := _lost_vectors(database, record, held, state.vectors)):
        state.problems.append(Problem(transcript=record.id, problem=lost, repair="embedded again"))
        state.lost.add(record.id)


def _whole(rows: Sequence[Row], pieces: int) -> Transcript | None:
    if len(rows) != pieces:
        return None
    try:
        return read_pieces(rows)
    except (ValueError, KeyError, TypeError):
        return None


def _wrong_passages(record: TranscriptRecord, transcript: Transcript, held: Sequence[HeldPassage]) -> str:
    if len(held) != record.passages:
        return f"{len(held)} of its {record.passages} passages are there"
    altered = [one for one in held if one.passage.text != transcript.text[one.passage.start : one.passage.end]]
    return f"{len(altered)} passages do not say what the transcript says" if altered else ""


def _lost_vectors(
    database: Database, record: TranscriptRecord, held: Sequence[HeldPassage], vectors: dict[str, Vectors]
) -> str:
    """Whether a vector is missing, is no unit vector, or leads to few of the passages there are."""
    lost = [one for one in held if not _is_vector(vectors.get(one.passage.id))]
    for one in lost:
        vectors.pop(one.passage.id, None)
    if lost or not held:
        return f"{len(lost)} of its {len(held)} vectors are missing" if lost else ""
    own = vectors[held[0].passage.id]
    hits = database.passages.nearest(own, len(held), Scope(transcripts=(record.id,)))
    reached = {hit.passage.id for hit in hits if hit.version == record.version}
    # Chroma's search is approximate: among many equal vectors it may miss one that is there.
    if len(reached) < len(held) * _REACHED or hits[0].similarity < _SAME:
        return f"a search with one of its vectors finds {len(reached)} of its {len(held)} passages"
    return ""


def _is_vector(vector: Vectors | None) -> bool:
    return vector is not None and abs(float(np.linalg.norm(vector)) - 1) < _UNIT


def _restored(state: _State, heads: Sequence[Row], embedder: Callable[[], Embedder]) -> Iterator[WholeTranscript]:
    """Every transcript that can be made whole."""
    made: list[Embedder] = []

    def embed(texts: list[str]) -> Vectors:
        if not made:
            made.append(embedder())
        return made[0].embed(texts)

    for head in heads:
        record, pieces = read_head(head)
        reading = (record.id, record.version)
        transcript = _whole(state.pieces.get(reading, []), pieces)
        if transcript is None:
            read_again = _read_again(record)
            if read_again is None:
                continue
            record, transcript = read_again
        if record.id in state.broken:
            version = version_of(transcript)
            passages = split(transcript, version, token_counter())
            record = replace(record, version=version, passages=len(passages))
        else:
            passages = [one.passage for one in state.passages.get(reading, [])]
        yield WholeTranscript(
            record=record, transcript=transcript, passages=passages, vectors=_vectors(passages, state.vectors, embed)
        )


def _read_again(record: TranscriptRecord) -> tuple[TranscriptRecord, Transcript] | None:
    """The transcript as its file has it now; None when that cannot be read."""
    file = SourceFile(path=Path(record.path), source=record.source)
    try:
        raw = bytes_of(file.path)
        beside = BesideFiles().of(file)
        transcript, warnings = assemble_file(file, raw, identity=record.id, beside=beside)
    except ReadError:
        return None
    sha256, recipe = hashlib.sha256(raw).hexdigest(), f"{RECIPE}{beside.recipe}"
    return record_of(transcript, "", 0, SourceFacts(record.path, sha256, recipe, warnings)), transcript


def _vectors(passages: Sequence[Passage], known: dict[str, Vectors], embed: Callable[[list[str]], Vectors]) -> Vectors:
    missing = {
        one.id: text for one, text in zip(passages, embedded_texts(passages), strict=True) if one.id not in known
    }
    made = dict(zip(missing, embed(list(missing.values())), strict=True)) if missing else {}
    return np.stack([known[one.id] if one.id in known else made[one.id] for one in passages]).astype(np.float32)
