"""What answers are looked for in, embedded before anybody asks: a question then waits for its own words alone.

Most of a search's time goes into embedding the sentences of its best passages, and all of a first count's. They do not depend
on the question.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import groupby, islice

from corpus.errors import TestimonyError
from models.cross_encoder import Utterance
from models.remembering import RememberingEmbedder
from rag.retrieval.evidence import texts_looked_into
from rag.retrieval.index import SearchIndex
from rag.retrieval.retriever import Retriever
from rag.retrieval.spoken_windows import hear

_AT_A_TIME = 64
_JOINED = 3  # rows that a stretch may reach over: what is searched joins rows that follow each other
_LOWEST = 19

_log = logging.getLogger("testimony")


class ReadsAhead:
    """Fills an embedder's memory with the sentences of a library, and empties it when some of them have left the library.

    The thread takes what nobody else wants of the processor. Only for an embedder on this machine: one far away would be
    sent, and paid for, every word.
    """

    def __init__(self, retriever: Retriever, embedder: RememberingEmbedder) -> None:
        self._retriever = retriever
        self._embedder = embedder
        self._read: frozenset[tuple[str, str]] = frozenset()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def look(self) -> None:
        """Compare with the library as it is now; costs next to nothing where it is as it was. Raises LibraryError."""
        index = self._retriever.index()
        readings = frozenset(index.readings)
        with self._lock:
            if readings == self._read:
                return
            if not self._read <= readings:
                self._forget()
            self._read = readings
            self._thread = threading.Thread(target=self._run, args=(index,), name="reading ahead", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Until what was begun is read."""
        if self._thread is not None:
            self._thread.join()

    def _run(self, index: SearchIndex) -> None:
        with suppress(AttributeError, OSError):  # where threads have no niceness of their own
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LOWEST)
        try:
            if (reader := self._retriever.cross_encoder) is not None:
                reader.log_odds("", [Utterance("")])  # loads it; the first time of all it is built, for seconds
            self._read_all(index)
        except TestimonyError as error:
            _log.warning("not read ahead: %s", error)  # a question says so to whoever asks it
        if not frozenset(index.readings) <= self._read:
            self._forget()  # what left the library in the middle of it

    def _forget(self) -> None:
        self._embedder.forget()
        self._retriever.kept_embedder.forget()

    def _read_all(self, index: SearchIndex) -> None:
        kept = self._retriever.kept_embedder
        for of_one_transcript in self._texts(index):
            with kept.reading():
                texts = iter(of_one_transcript())
                while some := list(islice(texts, _AT_A_TIME)):
                    most = self._embedder.most
                    if frozenset(index.readings) != self._read or (most is not None and self._embedder.count >= most):
                        return
                    self._embedder.learn(some, kept.embed(some))

    def _texts(self, index: SearchIndex) -> Iterator[Callable[[], Iterator[str]]]:
        """First what answers are looked for in, which is asked for most; then what whoever counts people reads, which is all."""
        for part, rows in groupby(range(len(index)), key=index.part.__getitem__):
            yield partial(self._looked_into, index, index.readings[part][0], list(rows))
        for transcript_id, _ in index.readings:
            yield partial(self._read_by_who_counts, transcript_id)

    def _looked_into(self, index: SearchIndex, transcript_id: str, rows: Sequence[int]) -> Iterator[str]:
        transcript = self._retriever.library.transcript(transcript_id)
        for first in rows:
            seen: set[str] = set()
            for last in index.following(first, _JOINED):
                new = [text for text in texts_looked_into(index.passage(first, last), transcript) if text not in seen]
                seen.update(new)
                yield from new

    def _read_by_who_counts(self, transcript_id: str) -> Iterator[str]:
        heard = hear(self._retriever.library.transcript(transcript_id))
        yield from (window.text for window in heard.windows)
        yield from heard.asked
