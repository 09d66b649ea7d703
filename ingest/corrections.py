"""Corrections by hand, kept in a sidecar beside the source file, which itself is never touched.

    rename:       {Speaker 1: Amara Okafor}
    merge:        {Amara Okafor: [AO, Amara]}
    roles:        {Jo Vale: interviewer}
    participants: {Amara Okafor: Amara O.}
    infer:        no
    exclude:      [{text: the exact words, reason: asked to be left out}, {start: 120, end: 240}]
    keep:         [{text: words that were excluded wrongly}]
    spans:        [{text: What was that like?, role: interviewer, speaker: Jo Vale}]

Roles and participants go by the names after renaming and merging; `unlabelled` stands for speech without a label.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from corpus.transcript import Role
from ingest.errors import ReadError

UNLABELLED = "unlabelled"
BY_HAND = "excluded by hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of the text, by its offsets or by its exact words, and what is said of it."""

    line: int
    text: str | None = None
    start: int | None = None
    end: int | None = None
    reason: str = BY_HAND
    role: Role | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """What a person put right. `names` maps labels of the file to the names they shall have."""

    path: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    participants: Mapping[str, str] = field(default_factory=dict)
    infer: bool = True
    exclude: tuple[Stretch, ...] = ()
    keep: tuple[Stretch, ...] = ()
    spans: tuple[Stretch, ...] = ()


def parse_corrections(text: str, path: str) -> Corrections:
    """The corrections in a sidecar's text. Raises ReadError naming the line and what may stand there."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it is not YAML"
        line = mark.line + 1 if mark else None
        raise ReadError(
            path,
            f"the corrections cannot be read: {problem}",
            "Check the indentation and the quotation marks.",
            line=line,
        ) from None
    except RecursionError:
        raise ReadError(path, "the corrections are nested too deep", "Write them as the documentation shows.") from None
    return _Sidecar(path).corrections(root)


class _Sidecar:
    """Reads nodes and not values, so that every complaint can name its line."""

    def __init__(self, path: str) -> None:
        self._path = path

    def corrections(self, root: yaml.Node | None) -> Corrections:
        parts = {key: node for key, _, node in self._pairs(root, "the file")} if root is not None else {}
        known = ("rename", "merge", "roles", "participants", "infer", "exclude", "keep", "spans")
        for key, node in parts.items():
            if key not in known:
                raise self._error(node, f"there is no correction called “{key}”", f"It may be {', '.join(known)}.")
        names = {key: self._text(node, key) for key, _, node in self._pairs(parts.get("rename"), "rename")}
        for key, _, node in self._pairs(parts.get("merge"), "merge"):
            names |= {self._text(label, "merge"): key for label in self._list(node, "merge")}
        roles = self._pairs(parts.get("roles"), "roles")
        people = self._pairs(parts.get("participants"), "participants")
        return Corrections(
            path=self._path,
            names=names,
            roles={key: self._role(node) for key, _, node in roles},
            participants={key: self._text(node, key) for key, _, node in people},
            infer=self._yes(parts.get("infer")),
            exclude=self._stretches(parts.get("exclude"), "exclude"),
            keep=self._stretches(parts.get("keep"), "keep"),
            spans=self._stretches(parts.get("spans"), "spans"),
        )

    def _pairs(self, node: yaml.Node | None, what: str) -> list[tuple[str, int, yaml.Node]]:
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
            return []
        if not isinstance(node, yaml.MappingNode):
            raise self._error(node, f"{what} must be lines of “name: value”", "Write one to a line, indented alike.")
        return [(self._text(key, what), key.start_mark.line + 1, value) for key, value in node.value]

    def _list(self, node: yaml.Node | None, what: str) -> list[yaml.Node]:
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
            return []
        if isinstance(node, yaml.ScalarNode) and what == "merge":
            return [node]
        if not isinstance(node, yaml.SequenceNode):
            raise self._error(node, f"{what} must be a list", "Begin each entry with “- ”.")
        return list(node.value)

    def _stretches(self, node: yaml.Node | None, what: str) -> tuple[Stretch, ...]:
        return tuple(self._stretch(each, what) for each in self._list(node, what))

    def _stretch(self, node: yaml.Node, what: str) -> Stretch:
        if isinstance(node, yaml.ScalarNode):
            return Stretch(line=node.start_mark.line + 1, text=self._text(node, what))
        fields = {key: value for key, _, value in self._pairs(node, what)}
        if odd := set(fields) - {"text", "start", "end", "reason", "role", "speaker"}:
            raise self._error(
                node, f"{what} has no field “{min(odd)}”", "It may be text, start, end, reason, role, speaker."
            )
        if "text" not in fields and not {"start", "end"} <= set(fields):
            raise self._error(node, f"this {what} entry does not say which words", "Give their text, or start and end.")
        if what == "spans" and not {"role", "speaker"} & set(fields):
            raise self._error(node, "this spans entry does not say whose words they are", "Give a role or a speaker.")
        return Stretch(
            line=node.start_mark.line + 1,
            text=self._text(fields["text"], what) if "text" in fields else None,
            start=self._offset(fields.get("start")),
            end=self._offset(fields.get("end")),
            reason=self._text(fields["reason"], what) if "reason" in fields else BY_HAND,
            role=self._role(fields["role"]) if "role" in fields else None,
            speaker=self._text(fields["speaker"], what) if "speaker" in fields else None,
        )

    def _text(self, node: yaml.Node, what: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self._error(node, f"a text is missing in {what}", "Write it behind the colon.")
        return str(node.value).strip()

    def _role(self, node: yaml.Node) -> Role:
        said = self._text(node, "roles").lower()
        if said not in set(Role):
            raise self._error(node, f"“{said}” is no role", "It may be interviewer, participant or unknown.")
        return Role(said)

    def _offset(self, node: yaml.Node | None) -> int | None:
        if node is None:
            return None
        said = self._text(node, "start and end")
        if not said.isdecimal():
            raise self._error(node, f"“{said}” is no offset", "Give a whole number of characters from the beginning.")
        return int(said)

    def _yes(self, node: yaml.Node | None) -> bool:
        if node is None:
            return True
        said = self._text(node, "infer").lower()
        if said not in {"yes", "no", "true", "false"}:
            raise self._error(node, f"infer is “{said}”", "It may be yes or no.")
        return said in {"yes", "true"}

    def _error(self, node: yaml.Node, problem: str, advice: str) -> ReadError:
        return ReadError(self._path, problem, advice, line=node.start_mark.line + 1)
