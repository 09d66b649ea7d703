"""OpenDocument text, `.odt`: LibreOffice's files, and what Google Docs gives under that name (OASIS ODF 1.3)."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ingest.errors import ReadError
from ingest.readers.documents.blocks import (
    FOOTER,
    HEADER,
    Aside,
    text_of,
    without_repeats,
)
from ingest.readers.documents.opendocument_body import (
    OFFICE,
    STYLE,
    TEXT,
    Body,
    bold_styles,
)
from ingest.readers.documents.packages import Package, open_package
from ingest.readers.documents.typescript import Typescript, read_typescript
from ingest.readers.reading import Format, RawFile, Reading
from ingest.zipped import SIGNATURES, member_names

_MIME_TYPE = b"mimetypeapplication/vnd.oasis.opendocument.text"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"


def _recognises(file: RawFile) -> bool:
    if not file.raw.startswith(SIGNATURES):
        return False
    names = member_names(file.raw)
    if not names:
        return _MIME_TYPE in file.raw[:200] or file.suffix == ".odt"
    return "content.xml" in names and (_MIME_TYPE in file.raw[:200] or file.suffix == ".odt")


def _read(file: RawFile) -> Reading:
    with open_package(file.name, file.raw) as package:
        _refuse_password(package)
        typescript = _typescript(package)
    return read_typescript(typescript, file.name)


def _refuse_password(package: Package) -> None:
    manifest = package.xml_if_there("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter(f"{_MANIFEST}encryption-data"), None) is not None:
        raise ReadError(
            package.name,
            "the document is protected with a password",
            "Save it without one and ingest it again.",
        )


def _typescript(package: Package) -> Typescript:
    content, styles = package.xml("content.xml"), package.xml_if_there("styles.xml")
    body = Body(bold_styles([content] if styles is None else [styles, content]))
    speech = content.find(f"{OFFICE}body/{OFFICE}text")
    blocks = [
        *_furniture(styles, ("header", "header-left", "header-first"), HEADER),
        *(body.blocks(speech) if speech is not None else ()),
        *body.notes,
        *_furniture(styles, ("footer", "footer-left", "footer-first"), FOOTER),
    ]
    deletions = len(list(content.iter(f"{TEXT}deletion")))
    warnings = (
        (f"{deletions} deleted stretches (tracked changes) are left out; accept or reject them to be sure",)
        if deletions
        else ()
    )
    title, meta = _properties(package.xml_if_there("meta.xml"))
    return Typescript(blocks=blocks, title=title, meta=meta, warnings=warnings)


def _furniture(styles: Element | None, kinds: tuple[str, ...], reason: str) -> list[Aside]:
    asides: Iterator[Aside] = (
        Aside(text="\n".join(map(text_of, Body(frozenset()).blocks(part))), reason=reason)
        for kind in kinds
        for part in (styles.iter(f"{STYLE}{kind}") if styles is not None else ())
    )
    return without_repeats(asides)


def _properties(meta: Element | None) -> tuple[str | None, dict[str, str]]:
    if meta is None:
        return None, {}
    title = (meta.findtext(f".//{_DUBLIN_CORE}title") or "").strip()
    created = (meta.findtext(f".//{_META}creation-date") or "").strip()
    return title or None, {key: value for key, value in {"title": title, "created": created}.items() if value}


OPEN_DOCUMENT = Format(name="OpenDocument text", suffixes=(".odt",), recognises=_recognises, read=_read)
