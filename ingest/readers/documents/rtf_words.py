"""What RTF's control words mean to a reader of words: where text goes, signs, and code pages."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.readers.documents.blocks import COMMENT, FOOTER, FOOTNOTE, HEADER

BODY, NOWHERE, TITLE, FONTS = "", "nowhere", "title", "fonts"
DESTINATIONS: Mapping[str, str] = {
    **dict.fromkeys(("header", "headerf", "headerl", "headerr"), HEADER),
    **dict.fromkeys(("footer", "footerf", "footerl", "footerr"), FOOTER),
    "footnote": FOOTNOTE,
    "annotation": COMMENT,
    "fonttbl": FONTS,
    "title": TITLE,
    "shptxt": BODY,
    **dict.fromkeys(
        "colortbl stylesheet info pict object fldinst listtable listoverridetable rsidtbl themedata "
        "colorschememapping latentstyles datastore xmlnstbl generator pntext pntxta pntxtb atnid atnauthor atntime "
        "atndate atnref bkmkstart bkmkend nonshppict shppict filetbl revtbl ftnsep ftnsepc aftnsep author operator "
        "creatim revtim printim company subject keywords comment doccomm sn sv sp tc xe private".split(),
        NOWHERE,
    ),
}
SIGNS: Mapping[str, str] = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": "\u2003", "enspace": "\u2002", "~": "\u00a0", "_": "-",
    "{": "{", "}": "}", "\\": "\\", "\t": "\t",
}  # fmt: skip
ENDS_PARAGRAPH = frozenset({"par", "sect", "page", "\n", "\r"})
CHARSETS: Mapping[int, str] = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
MACHINES: Mapping[str, str] = {
    "mac": "mac_roman",
    "pc": "cp437",
    "pca": "cp850",
    "ansi": "cp1252",
}
