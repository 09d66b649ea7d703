"""Two scripted readers of the samples for a theme: one that answers from the key, and one that lies in every way there is.

Each is a function from a prompt to a reply, so that it can stand behind a chat model or behind an endpoint.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from corpus.sentences import sentence_spans
from models.chat import ChatMessage
from rag.speech.matching import find_words

KEY = Path(__file__).parent / "samples_key.json"
Replies: TypeAlias = Callable[[str], str]
_SIDES = {"holders": "says", "deniers": "contrary", "near": "touches"}
_LEAST_CHARACTERS = 20
_BITE_CHARACTERS = 4_500
INVENTED = "We were all paid nine hundred pounds by the mayor of Ravenna"


class TooLong(Exception):
    """More than a scripted model wants to read."""


@dataclass(frozen=True, slots=True)
class PromptedModel:
    """A chat model that replies to what it is sent."""

    replies: Replies
    name: str = "scripted"
    destination: str = "nowhere"

    def stream(self, messages: Sequence[ChatMessage], max_tokens: int) -> Generator[str, None, None]:
        """See ChatModel."""
        yield self.replies(messages[-1].text)


def keyed(prompt: str) -> str:
    """What the key has: every planted quote that stands in the stretch, and a question where somebody was asked."""
    theme = _theme_in(prompt)
    turns = list(_turns_in(prompt))
    items = []
    for side, stance in _SIDES.items():
        for one in theme[side]:
            for speaker, role, words in turns:
                if role != "interviewer" and (quote := _standing_in(words, one["quote"])):
                    items.append({"speaker": speaker, "quote": quote, "stance": stance})
                    break
    return json.dumps({"asked": _asked(theme, turns), "items": items})


def lying(prompt: str) -> str:
    """Invented words, an interviewer's, another speaker's, stances and speakers that there are not, and a broken item."""
    turns = list(_turns_in(prompt))
    sayings = [(who, words) for who, role, words in turns if role != "interviewer" and len(words.split()) > 12]
    asked = [words for _, role, words in turns if role == "interviewer"]
    speaker, said = sayings[0] if sayings else ("Ana", INVENTED)
    words = " ".join(said.split()[:12])
    others = [each for who, each in sayings if who != speaker]
    lies: list[object] = [
        {"speaker": speaker, "quote": INVENTED, "stance": "says"},
        {"speaker": speaker, "quote": INVENTED, "stance": "contrary"},
        {"speaker": "The Mayor", "quote": words, "stance": "says"},
        {"speaker": speaker, "quote": words, "stance": "agrees strongly"},
        {"speaker": speaker, "quote": words, "stance": "says"},
        {"speaker": speaker, "quote": words, "stance": "contrary"},
        {"speaker": speaker, "quote": "paid", "stance": "says"},
        *({"speaker": speaker, "quote": each, "stance": "says"} for each in asked[:2]),
        *({"speaker": speaker, "quote": " ".join(each.split()[:12]), "stance": "says"} for each in others[:2]),
        {"label": "P77"},
        "no object at all",
    ]
    return json.dumps({"asked": [INVENTED, words], "items": lies})


def in_small_bites(prompt: str) -> str:
    """What the key has, of as much as a model with a small window can read. Raises TooLong for more."""
    if len(prompt) > _BITE_CHARACTERS:
        raise TooLong
    return keyed(prompt)


def broken(prompt: str) -> str:
    """JSON that ends in the middle."""
    return keyed(prompt)[:-9]


def truthful_and_lying(prompt: str) -> str:
    """What the key has with all the lies mixed in."""
    true, false = json.loads(keyed(prompt)), json.loads(lying(prompt))
    return json.dumps({"asked": true["asked"] + false["asked"][:1], "items": false["items"] + true["items"]})


def _theme_in(prompt: str) -> Mapping[str, Any]:
    found = re.search(r"<theme>\n(.*?)\n</theme>", prompt, re.DOTALL)
    assert found, "no theme in the prompt"
    for name, theme in _themes().items():
        if found[1] in (theme["question"], theme["statement"], name.replace("-", " ")):
            return theme
    raise ValueError(f"the key has no theme {found[1]!r}")


@cache
def _themes() -> Mapping[str, Mapping[str, Any]]:
    themes: Mapping[str, Mapping[str, Any]] = json.loads(KEY.read_text("utf-8"))["themes"]
    return themes


def _turns_in(prompt: str) -> Iterator[tuple[str, str, str]]:
    """Speaker, role and words of every turn of the stretch; a turn may run over several lines."""
    body = re.search(r"<passage[^>]*>\n(.*?)\n</passage>", prompt, re.DOTALL)
    assert body, "no passage in the prompt"
    heads = list(re.finditer(r"(?m)^([^\n():]{1,60}) \((interviewer|participant|unknown)\): ", body[1]))
    for at, head in enumerate(heads):
        end = heads[at + 1].start() if at + 1 < len(heads) else len(body[1])
        yield head[1], head[2], body[1][head.end() : end].strip()


def _standing_in(words: str, quote: str) -> str:
    """The quote, or the longest run of its sentences that stands in a turn: raw speech-to-text breaks turns anywhere, and a
    question where nobody is labelled is taken for the interviewer's. Empty where no more than a few words do.
    """
    sentences = [quote[start:end] for start, end in sentence_spans(quote)]
    runs = [" ".join(sentences[a:b]) for a in range(len(sentences)) for b in range(a + 1, len(sentences) + 1)]
    fitting = [run for run in runs if len(run) >= _LEAST_CHARACTERS and find_words(run, words) is not None]
    stated = [run for run in fitting if run == quote or not run.endswith("?")]
    return max(stated, key=len, default="")


def _asked(theme: Mapping[str, Any], turns: Sequence[tuple[str, str, str]]) -> list[str]:
    """A question of the interviewer's in an interview where the key has somebody asked."""
    files = [*theme["interviewer_only"], *theme["asked_silent"]]
    said = " ".join(words for _, _, words in turns)
    for each in files:
        whole = (KEY.parent.parent / "data" / "samples" / each).read_text("utf-8")
        if all(words[:60] in whole for _, _, words in turns[:6]) and said:
            return [words for _, role, words in turns if role == "interviewer" and len(words.split()) > 4][:1]
    return []
