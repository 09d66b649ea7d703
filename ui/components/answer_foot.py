"""What stands below an answer: whether it was useful, a note on it, and the whole of it to paste."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from exports.paragraph import footnoted_paragraph
from rag.answer import Answer
from rag.conversation.dialogue import Feedback
from rag.speech.pseudonyms import Pseudonyms
from ui.components.links import show_link

_NOTE_CHARS = 1_000


def show_foot(
    answer: Answer,
    feedback: Feedback | None,
    key: str,
    names: Pseudonyms,
    link_of: Callable[[], Mapping[str, str] | None],
) -> Feedback | None:
    """Draw it; what the person thinks of the answer now. A second click on a judgement takes it back.

    What is there to paste is under the pseudonyms of `names`. `link_of` gives the query of the answer's address, where it has one; it is asked when somebody wants it.
    """
    with st.container(key=f"foot-{key}", horizontal=True, gap="small", vertical_alignment="center"):
        useful = _judged(True, feedback, key)
        useless = _judged(False, feedback, key)
        if feedback is not None:
            with st.popover("Note", key=f"note-menu-{key}", type="tertiary"):
                feedback = _noted(feedback, key)
        if answer.found:
            with st.popover("Copy all", key=f"copy-{key}", type="tertiary", icon=":material/content_copy:"):
                st.code(footnoted_paragraph(answer, names), language=None, wrap_lines=True)
        menu = st.popover("Link", key=f"link-{key}", type="tertiary", icon=":material/link:", on_change="rerun")
        if menu.open:
            with menu:
                show_link(link_of(), "Opens this answer for a colleague who uses the same library")
    for clicked, judgement in ((useful, True), (useless, False)):
        if clicked:
            taken_back = feedback is not None and feedback.useful is judgement
            return None if taken_back else Feedback(useful=judgement, note=feedback.note if feedback else "")
    return feedback


def _judged(judgement: bool, feedback: Feedback | None, key: str) -> bool:
    chosen = feedback is not None and feedback.useful is judgement
    name, icon = ("Useful", "thumb_up") if judgement else ("Not useful", "thumb_down")
    return st.button(
        f"{name} ✓" if chosen else name,
        key=f"{'useful' if judgement else 'useless'}-{key}",
        icon=f":material/{icon}:",
        type="tertiary",
        help="Click again to take it back." if chosen else "Kept with this conversation, on this machine only.",
    )


def _noted(feedback: Feedback, key: str) -> Feedback:
    note = st.text_area("What was good or missing?", value=feedback.note, key=f"note-{key}", max_chars=_NOTE_CHARS)
    saved = st.button("Save the note", key=f"save-note-{key}")
    return Feedback(useful=feedback.useful, note=note.strip()) if saved else feedback
