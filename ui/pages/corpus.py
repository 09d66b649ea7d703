"""The whole-corpus page: themes × participants, with denominators, the silent ones and those who were never asked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from corpus.errors import LibraryMissing, TestimonyError
from corpus.records import TranscriptRecord
from corpus.store import Scope
from exports.tables import table_csv
from exports.theme_tables import counts_table
from rag.everybody.count_reply import limits_of
from rag.everybody.counting import MOST_THEMES, ThemeCount
from rag.everybody.main_themes import MainThemes
from rag.everybody.reading_estimate import Estimate
from rag.everybody.stances import ReadTheme
from rag.speech.pseudonyms import Pseudonyms
from rag.spending import prices_of
from ui.components.beside import show_beside
from ui.components.filters import choose_scope
from ui.components.main_themes import ThemeDoes, show_main_themes
from ui.components.problems import show_heading, show_problem
from ui.components.reading import PEOPLE, show_reading
from ui.components.theme_table import choose_theme, show_chart, show_download, show_table
from ui.components.voices import show_voice
from ui.components.work import show_work
from ui.services import Services
from ui.state import PageState, page_state
from ui.working import Report, Work

_BY_PASSAGES, _BY_MODEL = "By passages near to it, without the model", "Read every interview with the model"


def draw(services: Services, transcript_page: st.Page) -> None:
    """Draw the page."""
    state = page_state()
    try:
        manner = services.manner(state.choice)
        records = services.library().list_records()
        services.names()  # a file of them that cannot be read is said before anything is shown to be taken away
    except LibraryMissing:
        records = []
    except TestimonyError as error:
        show_problem(error)
        return
    show_heading(
        "Whole corpus",
        "Every interview is looked through for each theme: who speaks to it, who is silent, who was asked.",
    )
    if not records:
        st.markdown("No interviews yet. Add transcripts on the **Library** page.")
        return
    by_model = manner.host is not None and _chooses_the_model()
    _show_form(services, records, state, by_model=by_model)
    left, right = st.columns([7, 5], gap="large")
    with left:
        _show_what_comes_up(services, state)
        if by_model:
            show_reading(
                state, manner, services.names(), prices_of(services.settings), partial(_read_on, services, state)
            )
        elif state.counting is not None:
            show_work(state.counting, "count", "Reading every interview: step")
            if state.counting.result is not None:
                _show_counted(state.counting.result, services.names(), state)
    if state.passage is not None:
        with right:
            show_beside(state.passage, services, transcript_page, partial(state.show_passage, None))


def _chooses_the_model() -> bool:
    """Ask which way, where there is a model."""
    how = st.radio("How", [_BY_PASSAGES, _BY_MODEL], key="how", horizontal=True)
    return how == _BY_MODEL


def _show_form(services: Services, records: Sequence[TranscriptRecord], state: PageState, *, by_model: bool) -> None:
    suggested = (one.removeprefix("What was said about ").rstrip("?") for one in services.suggestions(records))
    with st.form("themes-form", border=False):
        themes = st.text_area(
            f"Themes, one on a line, up to {MOST_THEMES}",
            value="\n".join(state.themes or suggested),
            key="themes",
            height=120,
            max_chars=1_600,
        )
        label, key = ("Work out what it takes", "weigh") if by_model else ("Read every interview", "count")
        asked = st.form_submit_button(label, key=key, type="primary")
    state.filters = choose_scope(state.filters, records, state.clear_filters)
    wanted = tuple(dict.fromkeys(" ".join(line.split()) for line in themes.splitlines() if line.strip()))
    if asked and wanted:
        if len(wanted) > MOST_THEMES:
            st.warning(f"These are {len(wanted)} themes; the first {MOST_THEMES} are read.")
        if by_model:
            state.weigh(wanted[:MOST_THEMES], partial(_weigh, services, state, wanted[:MOST_THEMES], state.scope))
            return
        state.themes, state.passage = wanted[:MOST_THEMES], None
        state.counting = Work[Sequence[ThemeCount]](", ".join(state.themes)).start(partial(_count, services, state))


def _show_what_comes_up(services: Services, state: PageState) -> None:
    """Themes that nobody has to name first."""

    def find() -> None:
        scope, finder = state.scope, services.theme_finder()
        state.counting, state.passage = None, None
        state.coming_up = Work[MainThemes]("what comes up").start(
            lambda report: services.library().consistently(lambda: finder.find(scope, report))
        )

    def count(theme: str) -> None:
        state.themes, state.passage = (theme,), None
        state.counting = Work[Sequence[ThemeCount]](theme).start(partial(_count, services, state))

    st.button("What comes up?", key="what-comes-up", on_click=find, help="Themes found in all that participants say.")
    if state.coming_up is not None:
        show_work(state.coming_up, "themes", "Reading every interview: step")
        if state.coming_up.result is not None:
            does = ThemeDoes(open=state.show_passage, count=count)
            show_main_themes(state.coming_up.result, does, state.passage, services.names())


def _count(services: Services, state: PageState, report: Report) -> Sequence[ThemeCount]:
    counter, themes, scope = services.counter(), state.themes, state.scope
    return services.library().consistently(lambda: counter.count(themes, scope, report))


def _weigh(services: Services, state: PageState, themes: Sequence[str], scope: Scope, report: Report) -> Estimate:
    return services.reading_estimate(state.choice, themes, scope)


def _read_on(services: Services, state: PageState) -> None:
    themes, scope, choice = state.themes, state.to_read, state.choice

    def read(report: Report) -> Sequence[ReadTheme]:
        reader = services.reader(choice)
        return services.library().consistently(lambda: reader.read(themes, scope, report))

    state.read(read)


def _show_counted(counted: Sequence[ThemeCount], names: Pseudonyms, state: PageState) -> None:
    st.caption(
        f"{limits_of(counted)} “Not asked” means that no question of the interviewer’s was found to be about the theme."
    )
    show_chart(counted)
    show_table(
        counted,
        partial(
            show_download, lambda: table_csv(counts_table(counted, names)), "themes-by-participant.csv", "export-counts"
        ),
    )
    _show_theme(counted[choose_theme([one.theme for one in counted], "theme")], state)


def _show_theme(one: ThemeCount, state: PageState) -> None:
    speaking = list(one.speaking)
    first = 0
    if len(speaking) > PEOPLE:
        first = (st.pagination(-(-len(speaking) // PEOPLE), key="voices-page") - 1) * PEOPLE
    for number, voice in enumerate(speaking[first : first + PEOPLE], first):
        show_voice(voice.quotes, str(number), state.passage, state.show_passage)
    for title, voices in (("Asked, and silent", one.silent), ("Never asked", one.never_asked)):
        if voices:
            with st.expander(f"{title}: {len(voices)} of {len(one.voices)}", key=f"without-{title[:5].lower()}"):
                st.text("\n".join(voice.called for voice in voices))
