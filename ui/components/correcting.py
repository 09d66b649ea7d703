"""The form in which a person puts a transcript right: who speaks, in which role, and what is left out."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from corpus.records import TranscriptRecord
from corpus.transcript import Role
from ingest.corrections import UNLABELLED, Corrections, Stretch
from ui.correctable import Correctable
from ui.escaping import as_label
from ui.sidecars import corrected, sidecar_text
from ui.wording import ROLES

_AS_READ = "as read: {}"
_MOST_SPEAKERS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What a person did: `corrections` to keep, or (both unset) nothing yet; `closed` when the form is put away."""

    corrections: Corrections | None = None
    closed: bool = False


def show_correcting(record: TranscriptRecord, known: Correctable) -> Corrected:
    """Draw the form of one transcript."""
    with st.form(f"correct-form-{record.id}", border=True):
        st.caption(_where(record, known))
        names: dict[str, str] = {}
        roles: dict[str, Role | None] = {}
        for number, (label, role) in enumerate(list(known.labels.items())[:_MOST_SPEAKERS]):
            names[label], roles[label] = _show_speaker(record.id, number, label, role, known.corrections)
        if len(known.labels) > _MOST_SPEAKERS:
            st.caption(f"The first {_MOST_SPEAKERS} of {len(known.labels)} labels. The rest is corrected in the file.")
        kept = _show_left_out(record.id, known.corrections)
        words = st.text_area(
            "Leave out these words",
            key=f"leave-out-{record.id}",
            height=90,
            placeholder="Paste them as they stand in the transcript. Nobody will find or quote them.",
        )
        reason = st.text_input("Reason", key=f"reason-{record.id}", placeholder="asked to be left out", max_chars=120)
        with st.container(horizontal=True, gap="small"):
            said = "Save and read again" if known.sidecar else "Make the file of corrections"
            saved = st.form_submit_button(said, key=f"save-{record.id}", type="primary")
            closed = st.form_submit_button("Close", key=f"close-{record.id}", type="tertiary")
    wanted = corrected(known.corrections, names, roles, kept, (words, reason))
    if saved and known.sidecar is None:
        _offer_file(record, wanted)
        return Corrected()
    return Corrected(corrections=wanted if saved else None, closed=closed)


def _where(record: TranscriptRecord, known: Correctable) -> str:
    if known.sidecar is None:
        return (
            f"{as_label(record.source)} came from a browser, and only the library holds its words. You get the corrections "
            "as a file: drop it on this page together with the transcript, and both are read again."
        )
    return f"Kept in {as_label(known.sidecar.name)}, beside the transcript’s file, which itself is never changed."


def _show_speaker(identity: str, number: int, label: str, as_read: Role, known: Corrections) -> tuple[str, Role | None]:
    name_now = known.names.get(label, label)
    role_now = known.roles.get(name_now)
    choices = [_AS_READ.format(ROLES[as_read]), *(ROLES[role] for role in Role)]
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        name = st.text_input(
            f"“{as_label(label, most=40)}” is" if label != UNLABELLED else "Speech without a label is by",
            value=name_now if label != UNLABELLED or label in known.names else "",
            placeholder=label,
            key=f"name-of-{identity}-{number}",
            max_chars=120,
        )
        role = st.selectbox(
            "Role",
            choices,
            index=0 if role_now is None else choices.index(ROLES[role_now]),
            key=f"role-of-{identity}-{number}",
            width=230,
        )
    chosen = next((one for one in Role if ROLES[one] == role), None)
    return name.strip() or label, chosen


def _show_left_out(identity: str, known: Corrections) -> tuple[Stretch, ...]:
    kept = []
    for number, stretch in enumerate(known.exclude):
        words = stretch.text or f"characters {stretch.start}–{stretch.end}"
        label = f"Left out: “{as_label(words, most=90)}” ({as_label(stretch.reason, most=60)})"
        if st.checkbox(label, value=True, key=f"left-out-{identity}-{number}"):
            kept.append(stretch)
    return tuple(kept)


def _offer_file(record: TranscriptRecord, wanted: Corrections) -> None:
    text = sidecar_text(wanted)
    if not text:
        st.caption("Nothing is corrected yet.")
        return
    st.code(text, language=None, wrap_lines=True)
    st.download_button(
        "Download the corrections",
        data=text.encode(),
        file_name=f"{record.source.rpartition('/')[2]}.corrections.yaml",
        mime="application/yaml",
        key=f"corrections-{record.id}",
        icon=":material/download:",
        on_click="ignore",
    )
