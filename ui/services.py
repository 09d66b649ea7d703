"""What the pages stand on: one library, one embedder and one writer for each choice, made when first needed.

One object serves every session of the process, from many threads: whatever it makes, it makes once.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock

from corpus.beside import DERIVED, PSEUDONYMS
from corpus.errors import LibraryMissing, SettingsError, TestimonyError
from corpus.forgetting import Forgotten, forget
from corpus.library import Library, VectorSpace, create_library, open_library
from corpus.lock import writer_at_work
from corpus.records import TranscriptRecord
from corpus.settings import Settings
from corpus.store import Scope
from ingest.corrections import Corrections
from ingest.discover import Discovery, SourceFile
from ingest.errors import NothingToIngest
from ingest.job import IngestReport, Progress, ingest
from ingest.verify import Problem, verify
from models.chat import ChatModel
from models.chosen import chat_model_for, cross_encoder_for, embedder_for, embeds_here, endpoint_for, model_name_for
from models.embedder import Embedder
from models.remembering import RememberingEmbedder
from rag.answering.assistant import Assistant
from rag.answering.keeper import Keeper
from rag.claims.check import ClaimChecker
from rag.claims.reading import ClaimReader
from rag.everybody.counting import CountsThemes, ReadsEverybody
from rag.everybody.main_themes import FindsThemes, ThemeFinder
from rag.everybody.read_and_summed import ReadsAndSumsUp, reader_for
from rag.everybody.reading_estimate import Estimate, estimated
from rag.quotes.finder import QuoteFinder
from rag.retrieval.reading_ahead import ReadsAhead
from rag.retrieval.retriever import Retriever
from rag.speech.pseudonyms import Pseudonyms, pseudonyms_of
from rag.spending import prices_of
from rag.writing.rerankers import reranker_for
from rag.writing.writers import writer_for
from ui.correctable import keep_corrections
from ui.manner import Choice, Manner, chosen, manner_of
from ui.suggestions import suggest
from ui.uploads import Upload, lay_down

MOST_REMEMBERED = 120_000
"""Sentences whose vectors are held in memory, 0.2 GB of them; a hundred interviews of an hour have two thirds as many."""


class Services:
    """The library and whatever answers questions about it. Safe to call from several threads."""

    def __init__(
        self,
        settings: Settings,
        make_embedder: Callable[[Settings], Embedder] = embedder_for,
        make_chat_model: Callable[[Settings], ChatModel | None] = chat_model_for,
    ) -> None:
        self.settings = settings
        self._make_embedder = make_embedder
        self._make_chat_model = make_chat_model
        self._lock = RLock()
        self._embedder: Embedder | None = None
        self._library: Library | None = None
        self._retriever: Retriever | None = None
        self._ahead: ReadsAhead | None = None
        self._searched = ""  # the state of the library when its embedder was last looked at
        self._reads_ahead = False
        self._assistants: dict[Choice, Assistant] = {}
        self.keeper = Keeper(self.library, lambda: datetime.now(UTC))
        self._suggested: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self._names: tuple[object, Pseudonyms] = (None, Pseudonyms({}))

    # -- reading ------------------------------------------------------------------------------------------------

    def library(self) -> Library:
        """The library, to look at. Raises LibraryMissing or LibraryUnreadable."""
        with self._lock:
            if self._library is None:
                self._library = open_library(self.settings.place)
            return self._library

    def read_ahead(self) -> None:
        """From now on embed what answers are looked for in before anybody asks, where that is done on this machine."""
        self._reads_ahead = embeds_here(self.settings)
        self._look_ahead()

    def assistant(self, choice: Choice) -> Assistant:
        """Whoever answers questions in this manner. Raises LibraryError, ModelError and SettingsError."""
        self._look_ahead()
        with self._lock:
            retriever = self._searching()
            if choice not in self._assistants:
                writer = writer_for(self.chosen(choice), retriever, self._make_chat_model)
                self._assistants[choice] = Assistant(retriever, writer, prices_of(self.settings))
            return self._assistants[choice]

    def finder(self, choice: Choice) -> QuoteFinder:
        """Whoever finds quotes in this manner. Raises LibraryError, ModelError and SettingsError."""
        return QuoteFinder(self._searching(), self._make_chat_model(self.chosen(choice)))

    def checker(self, choice: Choice) -> ClaimChecker:
        """Whoever holds a text against the transcripts. Raises LibraryError, ModelError and SettingsError."""
        settings = self.chosen(choice)
        model = self._make_chat_model(settings)
        reader = ClaimReader(model, window_tokens=settings.window_tokens) if model else None
        return ClaimChecker(self._searching(), reader, settings.at_once, prices_of(settings))

    def counter(self) -> CountsThemes:
        """Whoever holds themes against every interview. Raises LibraryError, ModelError and SettingsError."""
        return ReadsEverybody(self._searching())

    def theme_finder(self) -> FindsThemes:
        """Whoever says what comes up. Raises LibraryError, ModelError and SettingsError."""
        return ThemeFinder(self._searching())

    def reader(self, choice: Choice) -> ReadsAndSumsUp:
        """Whoever reads every interview with the model, and sums up. Raises LibraryError, ModelError and SettingsError."""
        settings = self.chosen(choice)
        model = self._make_chat_model(settings)
        if model is None:
            raise SettingsError("No language model is set. Set OPENAI_API_KEY, or OPENAI_BASE_URL for a local one.")
        return reader_for(settings, self.library(), model)

    def reading_estimate(self, choice: Choice, themes: Sequence[str], scope: Scope) -> Estimate:
        """What reading will ask of the model; asks nobody. Raises LibraryError and SettingsError."""
        settings = self.chosen(choice)
        return estimated(
            self.library(), themes, scope, model_name_for(settings), settings.window_tokens, prices_of(settings)
        )

    def suggestions(self, records: Sequence[TranscriptRecord]) -> tuple[str, ...]:
        """Questions that the library's own words suggest, worked out again when it has changed."""
        versions = tuple(record.version for record in records)
        with self._lock:
            if self._suggested[0] != versions:
                library = self.library()
                read = records if len(records) <= 24 else records[:: len(records) // 24 + 1]
                self._suggested = (versions, suggest([library.transcript(record.id) for record in read]))
            return self._suggested[1]

    def names(self) -> Pseudonyms:
        """What people are called in whatever is taken away from a page: a file, or words to paste.

        Worked out again when the file of pseudonyms or the library has changed. Raises KeptFileError and LibraryError.
        """
        with self._lock:
            library, file = self.library(), self.settings.library / PSEUDONYMS
            made_of = (file.stat().st_mtime_ns, library.state()) if file.is_file() else None
            if made_of != self._names[0]:
                self._names = (made_of, pseudonyms_of(library))
            return self._names[1]

    # -- choosing -----------------------------------------------------------------------------------------------

    def chosen(self, choice: Choice) -> Settings:
        """The settings as one person wants them."""
        return chosen(self.settings, choice)

    def manner(self, choice: Choice) -> Manner:
        """How answers are written, without asking anybody. Raises SettingsError."""
        return manner_of(self.chosen(choice))

    def test_connection(self, choice: Choice) -> str:
        """A sentence about the endpoint, when it answers. Raises EndpointError and SettingsError."""
        from models.openai_api import describe_connection

        settings = self.chosen(choice)
        return describe_connection(endpoint_for(settings), settings.model)

    # -- writing ------------------------------------------------------------------------------------------------

    def read_in(
        self, uploads: Sequence[Upload], report_progress: Callable[[Progress], None] = lambda progress: None
    ) -> IngestReport:
        """Read uploaded files into the library, zips unpacked. Only the library keeps what they hold.

        Raises NothingToIngest, LibraryLocked and whatever the embedder raises.
        """
        laid_down = self.settings.library / DERIVED / "uploads"  # where forgetting reaches what a killed app leaves
        laid_down.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=laid_down) as folder:
            dropped = lay_down(uploads, Path(folder))
            if not dropped.files and not dropped.failures:
                raise NothingToIngest(
                    "There is no transcript in what was dropped. Corrections are dropped together with their transcript."
                )
            report = self._ingest(dropped.files, report_progress)
        report.failed.extend(dropped.failures)
        report.warnings.extend(dropped.passed_over)
        return report

    def correct(self, record: TranscriptRecord, sidecar: Path, corrections: Corrections) -> IngestReport:
        """Write a person's corrections beside the transcript's file, and read it again. Raises LibraryError."""
        keep_corrections(sidecar, corrections)
        return self.read_again([record])

    def read_again(self, records: Sequence[TranscriptRecord]) -> IngestReport:
        """Read the files of transcripts again, those that are on this machine. Raises LibraryError."""
        there = [record for record in records if Path(record.path).is_file()]
        return self._ingest([SourceFile(path=Path(record.path), source=record.source) for record in there])

    def writer_at_work(self) -> str | None:
        """Who else reads interviews into the library at this moment, as a phrase; None when nobody does."""
        return writer_at_work(self.settings.library)

    def problems(self, *, repair: bool) -> list[Problem]:
        """What is not as it should be in the library, mended on request. Raises LibraryError."""
        return verify(self.library(), self._embedding, repair=repair)

    def forget(self, transcript_id: str) -> Forgotten:
        """Erase a transcript and every byte the library keeps of it. Raises LibraryError."""
        forgotten = forget(self.library(), [transcript_id])
        self._look_ahead()
        return forgotten

    def _ingest(
        self, files: Sequence[SourceFile], report_progress: Callable[[Progress], None] = lambda progress: None
    ) -> IngestReport:
        discovery = Discovery(files=tuple(files), folders=(), passed_over=(), missing=())
        embedder = self._embedding()
        with suppress(LibraryMissing):
            open_library(self.settings.place, embedder.id)  # another embedder's is refused before this one is asked
        space = VectorSpace(embedder=embedder.id, dimensions=embedder.dimensions)
        library = create_library(self.settings.place, space)
        report = ingest(library, discovery, embedder, report_progress=report_progress)
        self._look_ahead()
        return report

    def _embedding(self) -> Embedder:
        with self._lock:
            if self._embedder is None:
                self._embedder = self._make_embedder(self.settings)
            return self._embedder

    def _searching(self) -> Retriever:
        with self._lock:
            if self._retriever is None:
                embedder = self._embedding()
                self.library()  # a missing library is said before the model loads
                self._library = open_library(self.settings.place, embedder.id)  # one: what it reads is held together
                remembering = RememberingEmbedder(embedder, MOST_REMEMBERED)
                self._retriever = Retriever(
                    self._library,
                    remembering,
                    reranker=reranker_for(self.settings),
                    cross_encoder=cross_encoder_for(self.settings, embedder),
                )
                self._ahead = ReadsAhead(self._retriever, remembering)
            if (state := self._retriever.library.state()) != self._searched:
                open_library(self.settings.place, self._embedding().id)  # who rebuilt it may have another embedder
                self._searched = state
            return self._retriever

    def _look_ahead(self) -> None:
        if not self._reads_ahead:
            return
        with suppress(TestimonyError):  # whoever asks is told
            self._searching()
            assert self._ahead is not None  # made with the retriever
            self._ahead.look()
