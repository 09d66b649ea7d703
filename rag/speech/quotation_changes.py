"""The words in which a quotation differs from what was said. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from rag.speech.words import Word, filler_at

_LONG = 200  # words, from which SequenceMatcher passes over frequent ones
_COMPARED = 250_000  # pairs of words: of more, what differs is told as a whole
_ASKED = re.compile(r"[^\w.!(\[]*\?")
_ASKED_AT_END = re.compile(r"\?\W{0,12}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChange:
    """One difference. `op` is replaced, added (by the report), left_out (of the source), punctuation or joined.

    `quoted` are the report's words, `source` what was said there.
    """

    op: str
    quoted: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How quoted words differ from `source[first : last + 1]`; `kept` and `left_out` are places of words.

    `kept` counts in the quotation, `left_out` in the source.
    """

    first: int
    last: int
    kept: tuple[int, ...]
    left_out: tuple[int, ...]
    changes: tuple[WordChange, ...]


@dataclass(slots=True)
class _Op:
    a: int
    b: int
    i: int
    j: int
    equal: bool


def differences(quoted: Sequence[Word], source: Sequence[Word], quoted_text: str, source_text: str) -> Difference:
    """Hold quoted words against a stretch of speech that may begin before them and end after them.

    >>> from rag.speech.words import words_in
    >>> said, told = "Well, they did not, um, pay me.", "they did pay me well"
    >>> [(c.op, c.quoted, c.source) for c in differences(words_in(told), words_in(said), told, said).changes]
    [('left_out', '', 'not, um'), ('added', 'well', '')]
    """
    ops = _trimmed(quoted, source)
    changes: list[WordChange] = []
    left_out: list[int] = []
    kept = [i for op in ops if op.equal for i in range(op.i, op.j)]
    for op in ops:
        if op.equal or (op.i == op.j and only_fillers(source[op.a : op.b])):
            continue
        left_out += range(op.a, op.b)
        told, said = _cut(quoted, op.i, op.j, quoted_text), _cut(source, op.a, op.b, source_text)
        name = "replaced" if told and said else "added" if told else "left_out"
        changes.append(WordChange(op=name, quoted=told, source=said))
    changes += _questions(ops, quoted, source, quoted_text, source_text)
    first = ops[0].a if ops else 0
    last = ops[-1].b - 1 if ops else -1
    return Difference(first=first, last=last, kept=tuple(kept), left_out=tuple(left_out), changes=tuple(changes))


def only_fillers(words: Sequence[Word]) -> bool:
    """Whether these words are fillers and nothing else.

    >>> from rag.speech.words import words_in
    >>> only_fillers(words_in("um, you know")), only_fillers(words_in("you knew"))
    (True, False)
    """
    position = 0
    while position < len(words):
        skipped = filler_at(words, position)
        if not skipped:
            return False
        position += skipped
    return True


def _trimmed(quoted: Sequence[Word], source: Sequence[Word]) -> list[_Op]:
    """The edits, without the words of the source before and after what corresponds to the quotation."""
    ops = list(_edits([word.key for word in source], [word.key for word in quoted]))
    while ops and ops[0].i == ops[0].j:
        ops.pop(0)
    while ops and ops[-1].i == ops[-1].j:
        ops.pop()
    if not any(op.equal for op in ops):
        return []
    if not ops[0].equal:
        ops[0].a = max(ops[0].a, ops[0].b - (ops[0].j - ops[0].i))
    if not ops[-1].equal:
        ops[-1].b = min(ops[-1].b, ops[-1].a + (ops[-1].j - ops[-1].i))
    return ops


def _edits(source: Sequence[str], quoted: Sequence[str]) -> Iterator[_Op]:
    """From source to quotation. In a long one no frequent word begins a match, and what is left is compared by itself:
    else two or three thousand words would take minutes."""
    for start in range(len(source) - len(quoted) + 1):
        if source[start : start + len(quoted)] == quoted:
            yield _Op(start, start + len(quoted), 0, len(quoted), True)
            return
    for tag, a, b, i, j in SequenceMatcher(None, source, quoted).get_opcodes():
        if tag != "replace" or len(quoted) < _LONG or (b - a) * (j - i) > _COMPARED:
            yield _Op(a, b, i, j, tag == "equal")
            continue
        for inner, c, d, k, m in SequenceMatcher(None, source[a:b], quoted[i:j], autojunk=False).get_opcodes():
            yield _Op(a + c, a + d, i + k, i + m, inner == "equal")


def _questions(
    ops: Sequence[_Op], quoted: Sequence[Word], source: Sequence[Word], quoted_text: str, source_text: str
) -> Iterator[WordChange]:
    """Question marks that only one of the two has: they make a statement of a question, or a question of a statement."""
    pairs = [(op.a + n, op.i + n) for op in ops if op.equal for n in range(op.b - op.a)]
    for (a, i), (b, j) in pairwise(pairs):
        if j == i + 1 and quoted[j].asked != any(word.asked for word in source[a + 1 : b + 1]):
            yield _mark(quoted[j].asked)
    if pairs and pairs[-1][1] == len(quoted) - 1:
        asked = _ASKED_AT_END.search(quoted_text) is not None
        end = source[pairs[-1][0]].end
        if asked != bool(_ASKED.match(source_text, end, end + 12)):
            yield _mark(asked)


def _mark(asked: bool) -> WordChange:
    return WordChange(op="punctuation", quoted="?" if asked else "", source="" if asked else "?")


def _cut(words: Sequence[Word], first: int, last: int, text: str) -> str:
    """The words from `first` to before `last` as written; those of a quotation in pieces are put side by side."""
    if first >= last:
        return ""
    starts = [word.start for word in words[first:last]]
    if starts == sorted(starts) and len(set(starts)) == len(starts):
        return " ".join(text[words[first].start : words[last - 1].end].split())
    return " ".join(word.raw for word in words[first:last])
