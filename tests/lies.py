"""A model's reply in which every line but the first is a lie about the passages it was sent, one of each kind."""

from __future__ import annotations

import re

from tests.scripted_endpoint import Reply, Request, SentPassage, passages_in

UNLABELLED = "Speaker not labelled"
INVENTED = "We were all paid nine hundred pounds by the mayor of Ravenna"


def lying(request: Request) -> Reply:
    """One true line, then: altered, “not” put in, misattributed, stitched, an interviewer's words, invented, no such label,
    another language, words of one source cited from nowhere, and the invented words again in marks that are hidden,
    entities, nested, a block quotation, a dialogue or a link, and true words given to the interviewer.
    """
    said = [(p.label, *each) for p in passages_in(request) for each in _sayings(p)]
    asked = [(p.label, words) for p in passages_in(request) for _, role, words in p.turns if role == "interviewer"]
    label, speaker, true = said[0]
    other = next(
        (each for each in said if each[1] not in (speaker, UNLABELLED)),
        ("P1", "Quentin Such", "We were never asked at all."),
    )
    words = true.split()
    swapped = " ".join([*words[: len(words) // 2], "zebras", *words[len(words) // 2 + 1 :]])
    lines = [
        f"{speaker} put it this way: “{true}” [{label}]",
        f"{speaker} said “{swapped}” [{label}]",
        f"{speaker} said “{' '.join([words[0], words[1], 'never', *words[2:]])}” [{label}]",
        f"{other[1]} said “{true}” [{label}]",
        f"{speaker} said “{true.rstrip('.')} {other[2]}” [{label}]",
        *(f"{speaker} said “{question}” [{where}]" for where, question in asked[:1]),
        f"{speaker} said “{INVENTED}” [{label}]",
        f"{speaker} said “{INVENTED}” [P77]",
        f"{speaker} sagte: „Das hat mir kein Mensch bezahlt, keinen Pfennig“ [{label}]",
        f"“{INVENTED}”",
        f"{speaker} said “\u200b{INVENTED}\u200b” [{label}]",
        f"{speaker} said &ldquo;{INVENTED}&rdquo; [{label}]",
        f"{speaker} said „she told me «{INVENTED}» there“ [{label}]",
        f"> {INVENTED} [{label}]",
        f"{speaker}: {INVENTED} [{label}]",
        f"{speaker} said [{INVENTED}](https://ravenna.example/) [{label}]",
        f"The interviewer said “{true}” [{label}]",
    ]
    return Reply("\n".join(lines) + "\n")


def _sayings(passage: SentPassage) -> list[tuple[str, str]]:
    return [
        (speaker, sentence)
        for speaker, role, words in passage.turns
        for sentence in re.split(r"(?<=[.!?]) ", words)
        if role != "interviewer" and 7 <= len(sentence.split()) <= 25 and not sentence.endswith("?")
    ]
