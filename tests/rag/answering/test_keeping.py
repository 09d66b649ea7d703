"""Files kept beside the database, when several people keep something at the same moment."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import BaseModel

from rag.errors import KeptFileError, KeptUnknown
from rag.kept_files import free_name, read_kept, write_kept


class Kept(BaseModel):
    number: int


def test_of_answers_kept_at_the_same_second_none_takes_anothers_place(tmp_path: Path) -> None:
    def keep(number: int) -> Path:
        path = free_name(tmp_path / "answers", "2026-07-28-091500", "What was paid, and when?")
        write_kept(path, Kept(number=number))
        return path

    with ThreadPoolExecutor(8) as people:
        paths = list(people.map(keep, range(40)))
    assert sorted(read_kept(path, Kept).number for path in set(paths)) == list(range(40))
    assert sorted((tmp_path / "answers").iterdir()) == sorted(paths)
    assert paths[0].name.startswith("2026-07-28-091500-what-was-paid-and-when")


def test_one_file_written_by_several_at_once_is_always_whole(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda number: write_kept(path, Kept(number=number)), range(80)))
    assert json.loads(path.read_text())["number"] in range(80)
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_where_nothing_can_be_kept_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("a file, not a folder")
    with pytest.raises(KeptFileError, match="cannot be written"):
        free_name(tmp_path / "answers", "2026", "What?")


def test_what_is_not_kept_is_said_with_the_names_there_are(tmp_path: Path) -> None:
    with pytest.raises(KeptUnknown, match=r"No “money” is kept in .+\. Nothing is\."):
        read_kept(tmp_path / "money.json", Kept)
    for name in ("2026-01-01-bus", "2026-02-01-pay"):
        write_kept(tmp_path / f"{name}.json", Kept(number=1))
    with pytest.raises(KeptUnknown) as told:
        read_kept(tmp_path / "money.json", Kept)
    assert "There are: 2026-02-01-pay, 2026-01-01-bus." in str(told.value)
    assert "Errno" not in str(told.value)
