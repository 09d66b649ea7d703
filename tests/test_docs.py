"""The documents say what the code does."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
import typer.main
from pydantic.fields import FieldInfo
from typer.testing import CliRunner

from cli import program
from corpus.settings import Settings
from tests.commands import testimony
from tests.golden import assert_golden, assert_golden_part

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"


def commands() -> dict[str, str]:
    group = typer.main.get_group(program)
    return {name: (command.help or "").split("\n")[0] for name, command in group.commands.items()}


def test_the_readme_lists_every_command_as_its_help_has_it() -> None:
    rows = "".join(f"| `testimony {name}` | {text} |\n" for name, text in commands().items())
    assert_golden_part(README, "commands", f"| command | what it does |\n|---|---|\n{rows}")


def test_the_commands_page_describes_every_command() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `([a-z-]+)", page, re.MULTILINE))
    assert described == commands().keys()


def test_the_readme_starts_with_the_two_commands_and_the_makefile_has_them() -> None:
    first_block = re.search(r"```sh\n(.+?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert first_block
    targets = [shlex.split(line, comments=True)[1] for line in first_block[1].strip().splitlines()]
    assert targets == ["run", "test"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


def test_every_setting_is_in_the_settings_page() -> None:
    rows = "".join(f"| {setting_row(field)} |\n" for field in Settings.model_fields.values())
    assert_golden(
        ROOT / "docs" / "settings.md",
        "# Settings\n\nEach is an environment variable, or a line of a file `.env` where Testimony is started; the "
        "environment wins. The table is made from\n`corpus/settings.py` by `tests/test_docs.py`.\n\n"
        f"| variable | default | what it does |\n|---|---|---|\n{rows}",
    )


def setting_row(field: FieldInfo) -> str:
    alias = field.validation_alias
    names = [alias] if isinstance(alias, str) else [str(each) for each in getattr(alias, "choices", ())]
    default = "–" if field.default is None else f"`{field.default}`"
    return f"{' or '.join(f'`{name}`' for name in names)} | {default} | {field.description}"


def test_the_example_environment_names_only_settings_there_are() -> None:
    known = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")))
    named = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert named
    assert named <= known


@pytest.mark.parametrize("page", sorted([README, *(ROOT / "docs").rglob("*.md")]), ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.slow
def test_the_answer_in_the_readme_is_what_the_command_prints(sample_library: Path) -> None:
    question = "How long do people wait for their money?"
    answer = testimony("ask", question, "--library", str(sample_library)).stdout
    assert_golden_part(README, "answer", f'```\n$ testimony ask "{question}"\n{answer}```\n')


def shell_lines(page: Path) -> list[str]:
    """The commands in a page's blocks of shell, their comments left out."""
    blocks = re.findall(r"```sh\n(.+?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    lines = [shlex.join(shlex.split(line, comments=True)) for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("testimony ")]


def test_the_readme_says_how_to_call_the_command_before_it_calls_it() -> None:
    text = README.read_text(encoding="utf-8")
    assert 'export PATH="$PWD/.venv/bin:$PATH"' in text[: text.index("$ testimony")]


@pytest.mark.slow
@pytest.mark.parametrize("page", ["quotes.md", "check.md", "exports.md"])
def test_the_examples_run_as_they_are_written(
    page: str, sample_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "library"
    shutil.copytree(sample_library, library)
    monkeypatch.setenv("TESTIMONY_LIBRARY", str(library))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").symlink_to(ROOT / "docs")  # what an example writes is written here
    lines = shell_lines(ROOT / "docs" / page)
    assert lines
    for line in lines:
        done = CliRunner().invoke(program, shlex.split(line)[1:])
        assert done.exit_code == 0, f"{line}\n{done.output}"
        assert done.stdout.strip(), line


def test_every_picture_is_taken_by_make_screenshots_and_shown_in_the_tour() -> None:
    taken = set(re.findall(r'_take\("([a-z-]+)"', (ROOT / "evals" / "screenshots.py").read_text("utf-8")))
    shown = set(re.findall(r"screenshots/([a-z-]+)\.png", (ROOT / "docs" / "tour.md").read_text("utf-8")))
    assert {path.stem for path in (ROOT / "docs" / "screenshots").glob("*.png")} == taken == shown
