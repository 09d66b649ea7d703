"""Corrections by hand as the file they are kept in. What `ingest.corrections` reads, written. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import yaml

from corpus.transcript import Role
from ingest.corrections import BY_HAND, Corrections, Stretch


def corrected(
    known: Corrections,
    names: Mapping[str, str],
    roles: Mapping[str, Role | None],
    kept: Sequence[Stretch],
    left_out: tuple[str, str] | None,
) -> Corrections:
    """Corrections as a person's form says: `names` and `roles` by the file's labels, a role of None as it was read.

    `kept` are the earlier exclusions that stay; `left_out` are words to leave out and the reason.
    """
    named = {label: name.strip() or label for label, name in names.items()}
    people = {
        named.get(label, label): who
        for label, before in ((one, known.names.get(one, one)) for one in names)
        if (who := known.participants.get(before))
    }
    others = {name: who for name, who in known.participants.items() if name not in known.names.values()}
    words, reason = left_out or ("", "")
    new = (Stretch(line=0, text=words.strip(), reason=reason.strip() or BY_HAND),) if words.strip() else ()
    return replace(
        known,
        names={label: name for label, name in named.items() if name != label},
        roles={named[label]: role for label, role in roles.items() if role is not None},
        participants={**others, **people},
        exclude=(*kept, *new),
    )


def sidecar_text(corrections: Corrections) -> str:
    """The sidecar's text; empty when nothing is corrected.

    >>> sidecar_text(Corrections(names={"Speaker 1": "Amara"}))
    'rename:\\n  Speaker 1: Amara\\n'
    """
    parts: dict[str, object] = {
        "rename": dict(corrections.names),
        "roles": {name: role.value for name, role in corrections.roles.items()},
        "participants": dict(corrections.participants),
        "infer": None if corrections.infer else "no",
        "exclude": [_stretch(one) for one in corrections.exclude],
        "keep": [_stretch(one) for one in corrections.keep],
        "spans": [_stretch(one) for one in corrections.spans],
    }
    said = {name: part for name, part in parts.items() if part}
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=4096) if said else ""


def _stretch(one: Stretch) -> dict[str, str | int]:
    fields: dict[str, str | int | None] = {
        "text": one.text,
        "start": one.start,
        "end": one.end,
        "reason": one.reason if one.reason != BY_HAND else None,
        "role": one.role.value if one.role else None,
        "speaker": one.speaker,
    }
    return {name: value for name, value in fields.items() if value is not None}
