"""Corrections written back to a sidecar, one small change at a time: what a page of the app does when a person corrects."""

from __future__ import annotations

import os
from pathlib import Path

import yaml

from corpus.transcript import Role
from ingest.beside import sidecar_path
from ingest.corrections import BY_HAND, UNLABELLED, parse_corrections


def rename_speaker(path: Path, label: str, name: str) -> Path:
    """Call everybody labelled `label` in the file at `path` `name`; to merge two labels, give both one name."""
    return _changed(path, "rename", {label: name})


def set_role(path: Path, speaker: str | None, role: Role) -> Path:
    """State a speaker's role; None stands for speech without labels."""
    return _changed(path, "roles", {speaker or UNLABELLED: role.value})


def set_participant(path: Path, speaker: str | None, participant: str) -> Path:
    """State who a speaker is, across files."""
    return _changed(path, "participants", {speaker or UNLABELLED: participant})


def set_span(path: Path, text: str, *, role: Role | None = None, speaker: str | None = None) -> Path:
    """State whose the words `text` are."""
    said = {"role": role.value if role else None, "speaker": speaker}
    return _changed(path, "spans", [{"text": text, **{key: value for key, value in said.items() if value}}])


def exclude_span(path: Path, text: str, reason: str = BY_HAND) -> Path:
    """Leave the words `text` out of passages and answers."""
    return _changed(path, "exclude", [{"text": text, "reason": reason}])


def keep_span(path: Path, text: str) -> Path:
    """Take words that were left out for speech after all."""
    return _changed(path, "keep", [{"text": text}])


def _changed(path: Path, key: str, change: dict[str, str] | list[dict[str, str]]) -> Path:
    """Write the change into the sidecar of `path`, whole or not at all, and return where. Raises ReadError when the
    sidecar there cannot be read: a person's words are not overwritten."""
    sidecar = sidecar_path(path)
    text = sidecar.read_text(encoding="utf-8-sig") if sidecar.exists() else ""
    parse_corrections(text, str(sidecar))
    held = yaml.load(text, Loader=yaml.BaseLoader) or {}
    if isinstance(change, dict):
        held[key] = {**(held.get(key) or {}), **change}
    else:
        held[key] = [each for each in held.get(key) or [] if _words(each) != change[0]["text"]] + change
    comments = [line for line in text.split("\n") if line.startswith("#")]  # YAML's own writer would drop them
    written = "\n".join([*comments, yaml.safe_dump(held, allow_unicode=True, sort_keys=False, width=100)])
    parse_corrections(written, str(sidecar))
    temporary = sidecar.with_name(f"{sidecar.name}.{os.getpid()}.tmp")
    temporary.write_text(written, encoding="utf-8")
    temporary.replace(sidecar)
    return sidecar


def _words(stretch: object) -> object:
    return stretch.get("text") if isinstance(stretch, dict) else stretch
