"""“What comes up?”: themes found without a query, each with its people counted, its quotes, and a way to count everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from exports.tables import table_csv
from exports.theme_tables import main_themes_table
from rag.answer import Citation
from rag.everybody.main_themes import MainThemes
from rag.everybody.main_themes_reply import heading, how_many, limits_of
from rag.speech.pseudonyms import Pseudonyms
from ui.components.answers import show_chip
from ui.escaping import as_label


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeDoes:
    """What happens when a person opens a quote, or wants a theme counted over everybody."""

    open: Callable[[Citation], None]
    count: Callable[[str], None]


def show_main_themes(found: MainThemes, does: ThemeDoes, open_now: Citation | None, names: Pseudonyms) -> None:
    """Draw the themes, their quotes folded away."""
    st.text(heading(found), width="stretch")
    for number, theme in enumerate(found.themes):
        name = as_label(f"{theme.name[:1].upper()}{theme.name[1:]}", most=60)
        with st.expander(f"**{name}** · {how_many(theme, found)}", key=f"came-up-{number}"):
            for at, one in enumerate(theme.quotes):
                with st.container(key=f"quote-came-up-{number}-{at}", gap="xsmall"):
                    st.text(f"“{one.quote.quote}”", width="stretch")
                    show_chip(
                        one.quote,
                        None,
                        f"cite-came-up-{number}-{at}",
                        is_open=open_now == one.quote,
                        on_click=partial(does.open, one.quote),
                    )
            st.button(
                "Count this over everybody",
                key=f"count-came-up-{number}",
                on_click=does.count,
                args=(theme.name,),
                help="Every interview is read for this theme: who speaks to it, who is silent, who was asked.",
            )
    if found.themes:
        st.caption(limits_of(found))
        st.download_button(
            "Themes (.csv)",
            data=lambda: table_csv(main_themes_table(found, names)),
            file_name="themes.csv",
            mime="text/csv",
            key="export-came-up",
            icon=":material/download:",
            on_click="ignore",
        )
