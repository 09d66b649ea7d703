"""The house's one structural rule: imports go down only, and one vendor lives in one file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "corpus": set[str](),
    "models": {"corpus"},
    "ingest": {"corpus", "models"},
    "rag": {"corpus", "models"},
    "exports": {"corpus", "rag"},
    "ui": {"corpus", "models", "ingest", "rag", "exports"},
    "commands": {"corpus", "models", "ingest", "rag", "exports"},
}
DOORS = {"app", "cli"}
FLOORS_OF_RAG = (  # each imports only from those before it
    "speech", "retrieval", "verification", "prompting", "conversation", "quotes", "writing", "everybody", "claims", "answering"
)  # fmt: skip
HOMES = {
    "chromadb": {"corpus/chroma.py"},
    "openai": {"models/openai_api.py"},
    "tiktoken": {"models/tokens.py"},
    "onnxruntime": {"models/minilm_files.py"},
    "fastembed": {"models/fastembed_local.py"},
    "Stemmer": {"rag/speech/stems.py"},
    "docx": {"exports/word.py"},
    "pptx": {"exports/slides.py"},
    "openpyxl": {"exports/workbook.py", "ingest/readers/spreadsheets.py"},  # one writes, one reads
}


def modules(*rooms: str) -> list[Path]:
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports from the top"
            yield node.module or ""


@pytest.mark.parametrize("path", modules(*MAY_IMPORT), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down_only(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    used = {name.split(".")[0] for name in imported(path)}
    above = used & (MAY_IMPORT.keys() | DOORS) - MAY_IMPORT[room] - {room}
    if path.name == "__main__.py":
        above -= {"cli"}  # `python -m ingest` is a door
    assert not above, f"{path.relative_to(ROOT)} imports {above}, which stands above it"


@pytest.mark.parametrize("path", modules("rag"), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_floor_of_rag_stands_on_those_below_it(path: Path) -> None:
    inside = path.relative_to(ROOT / "rag").parts
    below = FLOORS_OF_RAG[: FLOORS_OF_RAG.index(inside[0]) + 1] if len(inside) > 1 else ()
    used = {name.split(".")[1] for name in imported(path) if name.startswith("rag.")}
    above = used & set(FLOORS_OF_RAG) - set(below)
    assert not above, f"{path.relative_to(ROOT)} imports {above}, which stands above it"


@pytest.mark.parametrize("vendor", HOMES)
def test_a_vendor_lives_in_one_file(vendor: str) -> None:
    importing = {
        path.relative_to(ROOT).as_posix()
        for path in modules(*MAY_IMPORT)
        if vendor in {name.split(".")[0] for name in imported(path)}
    }
    assert importing == HOMES[vendor]


def test_streamlit_is_imported_by_the_pages_and_the_app_alone() -> None:
    for path in modules("corpus", "models", "ingest", "rag", "exports"):
        assert not any(name.split(".")[0] == "streamlit" for name in imported(path)), path


def test_prompts_hold_no_python() -> None:
    assert not modules("prompts")
