"""Lines that nobody said: what web forms, transcription services and players leave in a transcript."""

from __future__ import annotations

import re

_REASONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"(human (visitor|user|being)|automated (spam|submission)|not a robot|spam submissions|captcha)", re.I
        ),
        "web form text",
    ),
    (
        re.compile(
            r"^\W*(this (transcript|transcription) (was|is) |(automatically )?transcribed (by|using|with) |transcription by )",
            re.I,
        ),
        "transcription notice",
    ),
    (re.compile(r"^\W*(end|start|beginning) of (the )?(transcript|recording|audio|interview)\W*$", re.I), "file notice"),
)
_LONGEST = 300  # a long paragraph that mentions a captcha is somebody talking about one


def boilerplate_reason(line: str) -> str | None:
    """Why this line is not speech; None when it may be.

    >>> boilerplate_reason("This question is for testing whether you are a human visitor.")
    'web form text'
    """
    if len(line) > _LONGEST or not line.strip():
        return None
    return next((reason for pattern, reason in _REASONS if pattern.search(line)), None)
