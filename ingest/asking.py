"""How likely a sentence of unlabelled speech is an interviewer's: a small logistic model over what askers say.

The features are words and forms, not voices; the coefficients (`asking_weights`) were learned from interviews whose
labels were hidden, by `python -m evals.roles --train`, which also cross-validates them across files.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

_I = re.IGNORECASE
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, _I))
    for name, pattern in (
        ("asks", r"\?[\"'”’)\]]*$"),
        ("asks inside", r"\?\s+\w"),
        ("opens with a question word", r"^(?:(?:so|and|okay|ok|um|uh|well|but|yeah|right|now|then|alright)\W+)*(?:what|how|why|when|where|who|which)\b"),
        ("opens with an inverted verb", r"^(?:(?:so|and|okay|ok|um|uh|well|but|yeah|right|now|then|alright)\W+)*(?:do|did|does|are|were|was|is|have|has|had|can|could|would|will)n?'?t? (?:you|your|there|that|it|they|we|this|the|any)\b"),
        ("verb and you", r"\b(?:do|did|are|were|have|had|can|could|would|will|didn't|don't|haven't|aren't|weren't) you\b"),
        ("what do you", r"\b(?:what|how|why|when|where|who|which)(?: \w+){0,2} (?:do|did|would|were|are|have|had|can|could) you\b"),
        ("do you think", r"\b(?:do|did|would) you (?:think|feel|say|find|remember|recall|see|consider)\b"),
        ("tell me", r"\b(?:tell me|tell us|talk (?:me|us)? ?(?:a (?:bit|little) )?(?:about|through)|describe|elaborate|expand on|walk me|say (?:a bit |a little )?more|share)\b"),
        ("sounds like you", r"\b(?:sounds? like|seems? like|i guess|i hear|i'm hearing) you(?:'re|'ve)?\b|\bit sounds like\b|\bi'm hearing\b"),
        ("you said", r"\byou(?:'ve| have)? (?:just |also |kind of |sort of |already )?(?:said|mentioned|described|talked|touched|highlighted|talk|mention|describe|spoke)\b"),
        ("my question", r"\b(?:(?:my|first|next|last|final|another|follow[- ]?up|these|some) questions?|i(?:'m| am| was)? (?:just )?(?:curious|wondering|wonder)|i(?:'d| would) (?:like|love) to (?:ask|hear|know)|interview\w*|recording|consent|ask you|asking you|your (?:answer|response|view|experience|opinion|thoughts))\b"),
        ("thanks", r"\b(?:thank you|thanks)\b"),
        ("anything else", r"\banything (?:else|you)\b|\bany (?:other|last|final)\b|\bis there\b"),
        ("moving on", r"\b(?:move on|moving on|let's|we'll|next|get into|coming back|going back|start(?:ing)? off)\b"),
        ("a prompt alone", r"^(?:(?:okay|ok|right|great|yeah|yes|mm|mhm|mm-hm|uh-huh|wow|cool|interesting|awesome|perfect|sure|gotcha|alright|absolutely|makes sense|really)\W*)+$"),
        ("praise", r"\b(?:that's (?:really |very |so |a )?(?:interesting|great|helpful|cool|amazing|awesome|fascinating|strong|good)|makes (?:a lot of |total )?sense|i love that|fair enough)\b"),
        ("opens with so", r"^(?:(?:okay|ok|um|uh|right|yeah|alright|and)\W+)*so\b"),
        ("opens with yes or no", r"^(?:oh,? )?(?:yes|yeah|no|nope|yep|well|i think|i mean|i don't|i didn't|not really|definitely)\b"),
        ("i, me, my", r"\b(?:i|i'm|i've|i'd|i'll|me|my|mine|myself)\b"),
        ("we, us, our", r"\b(?:we|we're|we've|us|our|we'd)\b"),
        ("they", r"\b(?:they|them|their|he|him|his|she|her|they're)\b"),
        ("you know", r"\byou know\b(?! (?:what|how|why|if|about|when|where|who|of|anyone|the)\b)"),
        ("generic you", r"\b(?:you (?:can|could|need|have to|get|go|feel like|realise|realize|just|always|never|see|want)|if you|when you|you're going to|if you're|when you're)\b"),
        ("reports speech", r"\b(?:said|says|say|asked|thought|was like|were like|think|goes|like|told (?:me|him|her|them|us))[,:]? [\"“']?(?:oh|well|what|why|how|do|are|can|hey|no|you|actually|who|is)\b"),
        ("because", r"\b(?:because|cause|'cause)\b"),
        ("past", r"\b(?:was|were|had|did|went|got|came|\w+ed)\b"),
        ("fillers", r"\b(?:um|uh|er|like|kind of|sort of|you know|i mean)\b"),
        ("your", r"\b(?:your|yours|yourself)\b"),
        ("you", r"\b(?:you|you're|you've|you'd)\b(?! know\b)"),
        ("tag", r",? (?:isn't it|right|is that right|don't you think|or not|or no|correct|didn't you|aren't you|do you think|would you say)\?"),
    )
)  # fmt: skip
_LONGEST = 2_000  # characters: a “sentence” beyond it has lost its punctuation, and its end says whether it asks
_COUNTED = frozenset({"i, me, my", "we, us, our", "they", "you", "your", "generic you", "past", "fillers"})
_NEIGHBOURS = ("asks", "asks inside", "verb and you", "sounds like you", "you said", "opens with yes or no", "i, me, my", "you",
               "your", "opens with so", "a prompt alone", "do you think", "tell me", "my question", "praise", "words")  # fmt: skip


def features(sentences: Sequence[str]) -> list[dict[str, float]]:
    """What is looked at in each sentence of a text, and in its neighbours (`before: …`, `after: …`)."""
    own = [_own(sentence) for sentence in sentences]
    described = []
    for position, here in enumerate(own):
        row = dict(here)
        for side, other in (("before", position - 1), ("after", position + 1)):
            if 0 <= other < len(own):
                row |= {f"{side}: {name}": own[other][name] for name in _NEIGHBOURS if own[other].get(name)}
            else:
                row[f"{side}: nothing"] = 1.0
        asked = here.get("asks", 0.0)
        row["asks you"] = asked * float(here.get("you", 0.0) + here.get("your", 0.0) > 0)
        row["asks, then answered"] = asked * float(
            own[position + 1].get("opens with yes or no", 0.0) if position + 1 < len(own) else 0
        )
        row["asks, with i"] = asked * float(here.get("i, me, my", 0.0) > 0)
        row["asks, reported"] = asked * here.get("reports speech", 0.0)
        described.append({name: value for name, value in row.items() if value})
    return described


def _own(sentence: str) -> dict[str, float]:
    plain = sentence[-_LONGEST:].replace("’", "'")
    words = max(1, len(plain.split()))
    found: dict[str, float] = {"always": 1.0, "words": math.log(words)}
    for name, pattern in _FORMS:
        if name in _COUNTED:
            found[name] = min(1.0, 4 * len(pattern.findall(plain)) / words)
        elif pattern.search(plain):
            found[name] = 1.0
    return found


def likelihoods(sentences: Sequence[str], weights: Mapping[str, float]) -> list[float]:
    """The probability, by the model, that each sentence is an interviewer's."""
    return [
        1 / (1 + math.exp(-max(-30.0, min(30.0, sum(weights.get(name, 0.0) * value for name, value in row.items())))))
        for row in features(sentences)
    ]


_TO_YOU = re.compile(r"\b(?:you|your|you're|you've|you'd|yours|yourself)\b", _I)
_NOT_TO_YOU = re.compile(  # said by whoever holds the floor: “you know what?”, “if you think about meetings”, “you realise?”
    r"\byou know\b(?: what\?)?|\b(?:if|when|once|unless|because|'cause|that) you(?:'re|'ve)?\b|^(?:\w+\W+){0,2}you \w+\?$|\bthank you\b",
    _I,
)
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|i've|i'd|me|my|myself|we|we're|we've|us|our)\b", _I)
_MOST_OF_ONESELF = 2  # beyond it the sentence is a story with a question at its end, and two people may share it
_ASKERS_OWN = re.compile(
    r"\bi(?:'m| am| was| just|'d| would)? (?:just )?(?:curious|wondering|wonder|guess|think i'm|want(?:ed)? to ask|(?:like|love) to (?:ask|hear|know))\b",
    _I,
)
_PROMPTS = frozenset({"tell me", "you said", "sounds like you", "my question"})
_QUESTION_OPENS = frozenset({"opens with a question word", "opens with an inverted verb"})


def is_put_to_you(sentence: str) -> bool:
    """Whether a sentence is openly put to somebody: a question or a prompt, not one that a narrator asks herself.

    >>> [is_put_to_you(said) for said in ("How did you start?", "What are we going to do?", "You know what?")]
    [True, False, False]
    """
    plain = sentence[-_LONGEST:].replace("’", "'")
    own = _own(plain)
    directed = bool(_TO_YOU.search(_NOT_TO_YOU.sub(" ", plain)))
    of_oneself = tells_of_oneself(plain)
    if of_oneself > _MOST_OF_ONESELF or (of_oneself and not (directed and own.get("asks"))):
        return False
    if own.get("asks"):
        return directed or (any(own.get(form) for form in _QUESTION_OPENS) and not own.get("reports speech"))
    return directed and any(own.get(form) for form in _PROMPTS)


def tells_of_oneself(sentence: str) -> int:
    """How often the speaker speaks of herself or her own people, an asker's “I wonder” left out."""
    return len(_FIRST_PERSON.findall(_ASKERS_OWN.sub(" ", sentence[-_LONGEST:].replace("’", "'"))))
