"""Hearing words where they were said: the recording beside a transcript, played from a moment."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from ui.recordings import Recording
from ui.wording import clock


def show_player(recording: Recording, moment: timedelta, *, key: str) -> None:
    """Draw a button; the player comes with a click, for it loads the whole recording."""
    asked = st.button(f"Play from {clock(moment)}", key=key, icon=":material/play_arrow:", type="tertiary")
    if not asked:
        return
    play = st.video if recording.is_video else st.audio
    try:
        play(recording.path, start_time=moment, autoplay=True)
    except OSError:
        st.warning("The recording cannot be read. Is its disk connected?")
