"""To whom a report gives a quotation: the name that a signature, a saying verb, a colon or a dash ties to it, else the
speakers named before it in its sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.transcript import Transcript
from rag.claims.report_quotations import ReportQuotation
from rag.speech.spoken_words import SpokenWords
from rag.speech.words import Word, words_in
from rag.verification.quoting import Attribution
from rag.verification.speakers_named import NO_NAMES, SAYING, speakers_named

_BETWEEN = frozenset("also then later once both simply has had".split())  # “Carol later said”
_AROUND_A_NAME = frozenset("the a an one our their this in at near from of by for to".split())
_NO_NAME = NO_NAMES | frozenset(
    """report reports study author authors source survey staff manager managers officer officers coordinator trainer teacher
    worker workers nurse nurses doctor doctors volunteer volunteers user users respondent respondents carer patient male
    female man woman men women mother father parent parents young older anonymous service focus group interview theme themes
    finding findings example examples quote quotes quotation question answer note notes summary conclusion conclusions
    recommendation recommendations result results emphasis table figure chapter site team trust council some many most
    several others all each everyone none no yes and but so as when while for in on at if then here there however therefore
    monday tuesday wednesday thursday friday saturday sunday i my his her""".split()
)
_DIRECTLY = re.compile(r"[\s,.;”\"'’—–-]*")
_NEXT_TO = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:[:—–]|-(?=\s|$))\s*$")

_WAS_ASKED = re.compile(r"\b(?:was|were|been|being|when|if)\s+asked\b|^\W*asked\b", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:ask(?:s|ed|ing)?|questions?|prompts?|interviewers?|moderators?)\b", re.IGNORECASE)
_JOINT = re.compile(r"\s*(?:,|,?\s*(?:and|or|&))\s*")


def labels_of(spoken: SpokenWords) -> set[str]:
    """What the speakers of these transcripts are called, and the participants they are."""
    return {name for transcript in spoken.transcripts for name in _names_in(transcript)}


def given_to(quotation: ReportQuotation, labels: set[str], spoken: SpokenWords) -> Attribution | None:
    """The name and the labels it fits: none of a name that is tied to the quotation and nobody's who speaks.

    Where several may be meant the labels are those of all, and the name reads “Ana or Bo”.
    """
    if quotation.signed:
        known = [who for _, who in speakers_named(quotation.signed, labels) if who.labels]
        if known or (signed := _signature(quotation.signed, spoken)):
            return _any_of(known) if known else Attribution(signed, frozenset())
    before, after = quotation.before, quotation.after
    own = before.rstrip()[-1:] not in (".", "!", "?")  # else it is the sentence in front of the quotation's own
    gap = " ” "
    named = [(start, who) for start, who in speakers_named(f"{before}{gap}{after}", labels) if who.labels]
    tied, said = _subject_before(before) if own else ([], 0)
    start = tied[0].start if tied else 0
    if not tied and (tied := _subject_after(after)):
        start, said = len(before) + len(gap) + tied[0].start, len(before)
    if tied:
        end = start + tied[-1].end - tied[0].start
        known = [who for at, who in named if start <= at < end]
        if known:
            return _any_of(_joined_to(known[0], named, f"{before}{gap}{after}"))
        between = [who for at, who in named if said <= at < len(before)]
        if not between and _is_a_name(tied, spoken):
            return Attribution(" ".join(word.raw for word in tied), frozenset())
    ahead = [who for at, who in named if at < len(before)]
    if ahead or not named:
        return _any_of(ahead)
    return _any_of(_joined_to(named[0][1], named, f"{before}{gap}{after}"))


def _any_of(named: Sequence[Attribution]) -> Attribution | None:
    """Those who may be meant, as one: whoever of them spoke, the quotation is theirs."""
    names = list({who.labels: who.name for who in named}.values())
    return Attribution(" or ".join(names), frozenset().union(*(who.labels for who in named))) if names else None


def _joined_to(one: Attribution, named: Sequence[tuple[int, Attribution]], text: str) -> list[Attribution]:
    """A name and those that commas and “and” join to it: Ana, Bo and Cy."""
    groups: list[list[Attribution]] = []
    end = 0
    for start, who in named:
        if groups and _JOINT.fullmatch(text, end, start):
            groups[-1].append(who)
        else:
            groups.append([who])
        end = start + len(who.name)
    return next(group for group in groups if any(each is one for each in group))


def is_given_to_who_asks(quotation: ReportQuotation, named: Attribution | None, fits: bool) -> bool:
    """Whether a report gives an interviewer's words to whoever asked. `fits` says whether it can be the interviewer who is named.

    “Ana was asked “…”” and “Asked “…”, Ana said no” do; “Ana asked “…”” does not.
    """
    if named is not None and fits:
        return True
    if _WAS_ASKED.search(quotation.before):
        return True
    told = f"{quotation.before} ” {quotation.after} {quotation.signed}"
    return named is None and _ASKS.search(told) is not None


def _names_in(transcript: Transcript) -> Iterator[str]:
    for turn in transcript.turns:
        yield from (name for name in (turn.speaker, turn.participant) if name)


def _signature(signed: str, spoken: SpokenWords) -> str:
    """The name that a signature such as “Carol, carer” begins with; a place, a role or a book has none."""
    name = _capitals(words_in(signed), signed)
    follows = signed[name[-1].end :].lstrip()[:1] if name else ""
    whole = bool(name) and not signed[: name[0].start].strip() and follows in ("", ",", "(", ";", ".", "–", "—")
    if not whole or re.search(r"\d{4}", signed) or not _is_a_name(name, spoken):
        return ""
    return " ".join(word.raw for word in name)


def _subject_before(before: str) -> tuple[list[Word], int]:
    """Whose “said” stands before a quotation, and where that verb ends: the name right before it, a clause in commas aside,
    or the name before a colon or a dash."""
    words = words_in(before)
    verb = next((n for n in range(len(words) - 1, -1, -1) if words[n].key in SAYING), None)
    apart = _NEXT_TO.search(before)
    name = _capitals_at_end(before[: apart.start()]) if apart else []
    if name and not (verb is not None and words[verb].end <= name[0].start <= words[verb].end + 1):
        return name, len(before)
    if verb is None:
        return [], 0
    said = words[verb].end
    while verb and (words[verb - 1].key in _BETWEEN or words[verb - 1].key.endswith("ly")):
        verb -= 1
    head = before[: words[verb].start].rstrip()
    if head.endswith(","):
        head = head[: max(head.rfind(",", 0, -1), 0)]
    elif head.endswith(")"):
        head = head[: max(head.rfind("("), 0)]
    return _capitals_at_end(head), said


def _subject_after(after: str) -> list[Word]:
    """Whose “said” stands right behind a quotation: “…,” said Carol; “…” Carol said."""
    match = _DIRECTLY.match(after)
    words = words_in(after, match.end() if match else 0)
    if words and words[0].start == (match.end() if match else 0):
        if words[0].key in SAYING:
            return _capitals(words[1:], after)
        name = _capitals(words, after)
        following = words[len(name)].key if len(name) < len(words) else ""
        return name if following in SAYING else []
    return []


def _capitals(words: Sequence[Word], text: str) -> list[Word]:
    """The words at the beginning that have capitals, with nothing but spaces between them."""
    found: list[Word] = []
    for word in words[:3]:
        if not word.raw[:1].isupper() or (found and text[found[-1].end : word.start].strip(" .")):
            break
        found.append(word)
    return found


def _capitals_at_end(text: str) -> list[Word]:
    """The words with capitals that a text ends with; none where an article or “in” stands before them."""
    words, found = words_in(text), list[Word]()
    if not words or text[words[-1].end :].strip():
        return []
    for word in reversed(words):
        if not word.raw[:1].isupper() or (found and text[word.end : found[0].start].strip(" .")):
            return [] if found and word.key in _AROUND_A_NAME else found
        found.insert(0, word)
    return found


def _is_a_name(words: Sequence[Word], spoken: SpokenWords) -> bool:
    """Whether these words with capitals are a person's name, as far as can be told: when in doubt, they are not.

    No word of a group or a heading, no letters of an organisation, and no word that is spoken in lower case or after “in”.
    """
    names = [word.raw.removesuffix("'s") for word in words]
    if not names or any(word.key in _NO_NAME or word.key.endswith("'s") for word in words):
        return False
    if any(len(name) < 2 or (name.isupper() and len(name) < 5) or not name.isalpha() for name in map(_letters, names)):
        return False
    common = re.compile(
        rf"\b(?:{'|'.join(re.escape(name.lower()) for name in names)})\b|\b(?:in|at) {re.escape(names[0])}\b"
    )
    return not any(common.search(transcript.text) for transcript in spoken.transcripts)


def _letters(name: str) -> str:
    return name.replace("'", "")
