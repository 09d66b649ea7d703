"""Caption files: WebVTT and its dialects, SubRip, and the smaller formats."""

from __future__ import annotations

from ingest.readers.captions.by_name import NOT_CAPTIONS
from ingest.readers.captions.subrip import SUBRIP
from ingest.readers.captions.substation import SUBSTATION
from ingest.readers.captions.timed_lines import LRC, SBV
from ingest.readers.captions.ttml import TTML
from ingest.readers.captions.webvtt import WEBVTT

CAPTIONS = (WEBVTT, SBV, SUBSTATION, TTML, LRC, SUBRIP)
"""Recognised by what is in them, in the order they are asked."""

__all__ = ["CAPTIONS", "LRC", "NOT_CAPTIONS", "SBV", "SUBRIP", "SUBSTATION", "TTML", "WEBVTT"]
