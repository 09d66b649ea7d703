"""Word and OpenDocument files: zip files of XML parts, opened within limits."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ingest.errors import ReadError
from ingest.zipped import Zipped, shown, unzip

DEEPEST_NESTING = 200
"""Elements within elements. Word's own files stay below 40."""

MOST_ELEMENTS = 2_000_000
"""In one part: about 500 MB of memory. A three-hour transcript has some fifty thousand."""


class Package:
    """An open Word or OpenDocument file. Raises ReadError, with the file's name, whenever a part cannot be had."""

    def __init__(self, zipped: Zipped) -> None:
        self._zipped = zipped
        self.name = zipped.name
        self.parts = zipped.names

    def xml(self, part: str) -> Element:
        """The root element of a part."""
        return _parsed(self.name, part, self._zipped.read(part))

    def xml_if_there(self, part: str) -> Element | None:
        """The root element of a part that files may lack."""
        return self.xml(part) if part in self.parts else None


@contextmanager
def open_package(name: str, raw: bytes) -> Iterator[Package]:
    """The package in these bytes. Raises ReadError when it is cut off or damaged."""
    with unzip(name, raw) as zipped:
        yield Package(zipped)


def _parsed(name: str, part: str, raw: bytes) -> Element:
    root: Element | None = None
    depth = elements = 0
    try:
        for event, element in iterparse(io.BytesIO(raw), events=("start", "end")):
            if event == "end":
                depth -= 1
                continue
            root = element if root is None else root
            depth += 1
            elements += 1
            if depth > DEEPEST_NESTING or elements > MOST_ELEMENTS:
                limit = f"{DEEPEST_NESTING} levels" if depth > DEEPEST_NESTING else f"{MOST_ELEMENTS} elements"
                raise ReadError(
                    name,
                    f"{shown(part)} in it has more than {limit} of XML",
                    "Export the transcript again.",
                )
    except DefusedXmlException:
        raise ReadError(
            name,
            f"{shown(part)} in it declares XML entities, as an attack would",
            "Do not open it.",
        ) from None
    except (ParseError, ValueError, LookupError, UnicodeError) as error:
        raise ReadError(
            name,
            f"{shown(part)} in it is damaged ({shown(str(error))})",
            "Open it and save it again.",
        ) from None
    if root is None:
        raise ReadError(name, f"{shown(part)} in it is empty", "Open it and save it again.")
    return root
