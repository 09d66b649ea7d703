"""Old Word files and password-protected new ones: both lie in an OLE container, and both are refused."""

from __future__ import annotations

from ingest.errors import ReadError
from ingest.readers.reading import Format, RawFile, Reading

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOOKED_THROUGH = 4 * 1024 * 1024  # the container's directory may stand anywhere; large files keep it near an end


def _read(file: RawFile) -> Reading:
    if _has_stream(file.raw, "EncryptedPackage"):
        raise ReadError(
            file.name,
            "the document is protected with a password",
            "Open it in Word, remove the password (File > Info > Protect Document) and save it.",
        )
    if file.suffix == ".doc" or _has_stream(file.raw, "WordDocument"):
        raise ReadError(
            file.name,
            "this is Word's old format (.doc)",
            "Open it in Word or LibreOffice and save it as .docx.",
        )
    raise ReadError(
        file.name,
        "this is an old Microsoft Office file (or an e-mail saved by Outlook)",
        "Save it as .docx, .xlsx or text.",
    )


def _has_stream(raw: bytes, name: str) -> bool:
    written = name.encode("utf-16-le")
    return written in raw[:_LOOKED_THROUGH] or written in raw[-_LOOKED_THROUGH:]


OLD_WORD = Format(
    name="old Word document",
    suffixes=(".doc",),
    recognises=lambda file: file.raw.startswith(_OLE),
    read=_read,
)
