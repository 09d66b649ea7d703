"""Prompts: one Markdown file each in `prompts/`, with an id and a version, filled strictly both ways.

---
id: answer
version: 1
---
## System
…
## User
… $question …
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from models.chat import ChatMessage
from rag.answer import Absence
from rag.errors import PromptError
from rag.prompting.envelope import Enclosed

FOLDER = Path(__file__).parents[2] / "prompts"

NOT_FOUND = "NOT IN THE TRANSCRIPTS"
"""What a prompt tells the model to reply when the passages do not answer; filled in for `$not_found`."""

ABSENCES = {
    Absence.NOT_IN_TRANSCRIPTS: NOT_FOUND,
    Absence.NO_ANSWER: "THE PASSAGES DO NOT ANSWER THIS",
    Absence.OUT_OF_SCOPE: "OUT OF SCOPE",
}
"""What a prompt in lines tells the model to reply for each absence; filled in for `$not_found` and its like."""

_CONSTANTS = {
    "not_found": ABSENCES[Absence.NOT_IN_TRANSCRIPTS],
    "no_answer": ABSENCES[Absence.NO_ANSWER],
    "out_of_scope": ABSENCES[Absence.OUT_OF_SCOPE],
}

_FILE = re.compile(
    r"\A---\nid: (?P<id>[a-z-]+)\nversion: (?P<version>\d+)\n---\n+## System\n(?P<system>.+?)\n## User\n(?P<user>.+)\Z",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A prompt's text with `$placeholders`. What the model sees changes only with its version (a test proves it)."""

    id: str
    version: int
    system: str
    user: str

    @property
    def name(self) -> str:
        """Id and version as answers record them, such as `answer@1`."""
        return f"{self.id}@{self.version}"


@cache
def load_prompt(prompt_id: str) -> Prompt:
    """The prompt in `prompts/{prompt_id}.md`. Raises PromptError."""
    try:
        text = (FOLDER / f"{prompt_id}.md").read_text(encoding="utf-8")
    except OSError as error:
        raise PromptError(prompt_id, f"it cannot be read ({error.strerror})") from None
    found = _FILE.match(text)
    if found is None or found["id"] != prompt_id:
        raise PromptError(prompt_id, "it needs an id equal to its name, a version, `## System` and `## User`")
    return Prompt(
        id=prompt_id, version=int(found["version"]), system=found["system"].strip(), user=found["user"].strip()
    )


def render(prompt: Prompt, **values: Enclosed) -> list[ChatMessage]:
    """The messages of a filled prompt. Raises PromptError for a placeholder without a value or a value without one."""
    system, user = Template(prompt.system), Template(prompt.user)
    wanted = {*system.get_identifiers(), *user.get_identifiers()}
    values |= {name: Enclosed(text) for name, text in _CONSTANTS.items() if name in wanted}
    if wanted != values.keys():
        difference = ", ".join(sorted(wanted ^ values.keys()))
        raise PromptError(prompt.id, f"its placeholders and the values for them differ: {difference}")
    return [
        ChatMessage(role="system", text=system.substitute(values)),
        ChatMessage(role="user", text=user.substitute(values)),
    ]
