"""Reading every interview for themes, and summing each of them up: what a person asks for in one go, and may stop in the middle."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.reading import LibraryReader
from corpus.settings import Settings
from corpus.store import Scope
from models.chat import ChatModel
from rag.everybody.reading import ReadsByModel, Report
from rag.everybody.stances import ReadTheme
from rag.everybody.summing_up import SumsUp
from rag.everybody.theme_reading import ThemeReader


class ReadsAndSumsUp:
    """Reads with one, then sums up with the other those themes that were read to the end."""

    def __init__(self, reader: ReadsByModel, sums_up: SumsUp) -> None:
        self._reader = reader
        self._sums_up = sums_up

    def read(self, themes: Sequence[str], scope: Scope, report: Report = lambda done, of: None) -> list[ReadTheme]:
        """See ReadsByModel.read. The summaries are among the requests that `report` is told of, one for each theme."""
        of_reading = 0  # requests: known once it has begun

        def reading(done: int, of: int) -> None:
            nonlocal of_reading
            of_reading = of
            report(done, of + len(themes))

        read = self._reader.read(themes, scope, reading)
        return self._sums_up.over(read, lambda done: report(of_reading + done, of_reading + len(themes)))


def reader_for(settings: Settings, library: LibraryReader, model: ChatModel) -> ReadsAndSumsUp:
    """Whoever reads a library with this model, as the settings have it."""
    window, at_once = settings.window_tokens, settings.at_once
    return ReadsAndSumsUp(
        ReadsByModel(library, ThemeReader(model, window_tokens=window), at_once),
        SumsUp(library, model, window_tokens=window, looks_again=settings.judge, at_once=at_once),
    )
