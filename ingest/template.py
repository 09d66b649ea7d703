"""A `transcripts.csv` to fill in for files that are there: a line per file and speaker, as their readers have them."""

from __future__ import annotations

from ingest.assembly import assemble_file
from ingest.beside import Beside
from ingest.discover import Discovery
from ingest.errors import ReadError
from ingest.metadata import template_csv
from ingest.source import open_source


def template_for(discovery: Discovery) -> str:
    """The text of the table. A file that cannot be read gets a line without a speaker."""
    speakers: dict[str, tuple[str, ...]] = {}
    for file in discovery.files:
        try:
            for each, raw in open_source(file):
                speakers[each.source] = ()
                transcript, _ = assemble_file(each, raw, identity="template", beside=Beside())
                speakers[each.source] = transcript.speakers
        except ReadError:
            speakers.setdefault(file.source, ())
    return template_csv(speakers, speakers)
