"""Teaches all-MiniLM-L6-v2 to say whether what somebody said answers a question, from invented interviews (evals.fragments).

    python -m evals.answering_training [--epochs 4] [--init FILE.pt] [--measure-only]

Needs PyTorch, which nothing else here does: `pip install torch` (a CPU build will do; an epoch takes ten minutes on two
cores). Writes models/minilm_cross_encoder.safetensors, and the full state to --state, from which --init goes on.

Every question is shown with the lines that answer it and a few that do not: of its own fragment, of any other, and of those
others that an embedder takes for near. Two losses are added: each line's own cross-entropy; and one over the lines of a
question together with the possibility that none of them answers, which is what abstaining needs (Rajpurkar et al. 2018 pose
the task; the null score is Devlin et al. 2019's). Files in HELD_OUT are never trained on; what is printed is measured on them.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.settings import read_settings
from evals.fragments import Fragment, Query, read_fragments
from models.chosen import embedder_for
from models.minilm_cross_encoder import LEARNED, token_pair
from models.minilm_files import tokenizer_in, weights_folder

if TYPE_CHECKING:
    import torch

    from evals.answering_model import Answering

HELD_OUT = frozenset({"b4.txt", "d3.txt", "g6.txt"})

_RATE, _WARMING = 1.2e-4, 0.06
_QUERIES_A_FRAGMENT, _QUERIES_A_STEP = 12, 12
_OWN, _ANY, _NEAR = 3, 1, 1  # lines that do not answer: of the fragment itself, of any other, of those that seem near
_NEAR_RANKS = slice(4, 60)  # the very nearest lines of other fragments often do answer
_WITH_CONTEXT, _GROWN, _MOST_WORDS = 0.7, 0.3, 80


@dataclass(frozen=True, slots=True)
class Shown:
    """A question beside one line, and whether it answers."""

    question: str
    asked: str
    said: str
    answers: bool


def main() -> None:
    """Train, print what is reached on the fragments held out, and write what was learned."""
    import torch

    from evals.answering_model import Answering, low_rank

    parser = argparse.ArgumentParser(description="Train the cross-encoder on invented interviews.")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--init", type=Path)
    parser.add_argument("--state", type=Path, default=Path("answering.pt"))
    parser.add_argument("--measure-only", action="store_true")
    wanted = parser.parse_args()
    torch.manual_seed(wanted.seed)
    every = read_fragments()
    trained = [one for one in every if one.file not in HELD_OUT]
    held_out = [one for one in every if one.file in HELD_OUT]
    model = Answering(weights_folder(read_settings().weights) / "model.safetensors")
    if wanted.init:
        model.load_state_dict(torch.load(wanted.init))
    tokens = _Tokens()
    if not wanted.measure_only:
        print(f"{len(trained)} fragments to learn from, {len(held_out)} held out", flush=True)
        _train(model, _Lessons(trained, random.Random(wanted.seed)), tokens, wanted.epochs)
        torch.save(model.state_dict(), wanted.state)
        low_rank(model, LEARNED)
    _print_measured(model, held_out, tokens)


class _Tokens:
    """Pairs of a question and a line as the program reads them, padded."""

    def __init__(self) -> None:
        self._tokenizer = tokenizer_in(weights_folder(read_settings().weights))
        self._known: dict[str, list[int]] = {}

    def batch(self, rows: Sequence[Shown]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Ids, segments and mask, each of shape (rows, tokens)."""
        import torch

        pairs = [token_pair(self._of(row.question), self._of(row.asked), self._of(row.said)) for row in rows]
        ids = torch.zeros(len(pairs), max(len(first) + len(second) for first, second in pairs), dtype=torch.long)
        segments, mask = torch.zeros_like(ids), torch.zeros_like(ids)
        for at, (first, second) in enumerate(pairs):
            length = len(first) + len(second)
            ids[at, :length] = torch.tensor(first + second)
            segments[at, len(first) : length] = 1
            mask[at, :length] = 1
        return ids, segments, mask

    def _of(self, text: str) -> list[int]:
        if text not in self._known:
            self._known[text] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return self._known[text]


class _Lessons:
    """What is shown in one epoch: for every query the lines that answer it and a few that do not, chosen anew each time."""

    def __init__(self, fragments: Sequence[Fragment], chance: random.Random) -> None:
        self._fragments = fragments
        self._chance = chance
        self._every = [(one, at) for one in fragments for at in one.heard()]
        self._near = _near_lines(fragments, self._every)

    def epoch(self) -> list[list[Shown]]:
        """One group of lines for each query, in an order of its own."""
        groups = [
            self._group(fragment, query)
            for fragment in self._fragments
            for query in self._some(_queries_of(fragment), _QUERIES_A_FRAGMENT)
        ]
        self._chance.shuffle(groups)
        return groups

    def _group(self, fragment: Fragment, query: Query) -> list[Shown]:
        near = query.answered_by | {at + 1 for at in query.answered_by} if query.kind == "I" else query.answered_by
        others = [at for at in fragment.heard() if at not in near]
        shown = [self._shown(query, fragment, at, True) for at in sorted(query.answered_by)]
        shown += [self._shown(query, fragment, at, False) for at in self._some(others, _OWN)]
        elsewhere = self._some(self._every, _ANY) + self._some(self._near.get((fragment.title, query.text), []), _NEAR)
        return shown + [self._shown(query, other, at, False) for other, at in elsewhere if other is not fragment]

    def _some(self, things: Sequence[Any], most: int) -> list[Any]:
        return self._chance.sample(things, min(most, len(things)))

    def _shown(self, query: Query, fragment: Fragment, at: int, answers: bool) -> Shown:
        with_context = query.kind != "I" and self._chance.random() < _WITH_CONTEXT
        return Shown(
            query.text,
            fragment.asked_before(at) if with_context else "",
            self._grown(query, fragment, at) if self._chance.random() < _GROWN else fragment.lines[at].text,
            answers,
        )

    def _grown(self, query: Query, fragment: Fragment, at: int) -> str:
        """A line with what the same person says next, where that leaves the answer as it is: stretches are longer than lines."""
        here = fragment.lines[at]
        following = fragment.lines[at + 1] if at + 1 < len(fragment.lines) else None
        if (
            following is None
            or following.speaker != here.speaker
            or (at + 1 in query.answered_by and at not in query.answered_by)
        ):
            return here.text
        both = f"{here.text} {following.text}"
        return both if len(both.split()) < _MOST_WORDS else here.text


def _queries_of(fragment: Fragment) -> list[Query]:
    """Its queries, and the interviewer's own questions, which the next line answers."""
    own = [
        Query("I", line.text, frozenset({at + 1}))
        for at, line in enumerate(fragment.lines[:-1])
        if line.is_asked and "?" in line.text and len(line.text.split()) > 3 and not fragment.lines[at + 1].is_asked
    ]
    return fragment.queries + own


def _near_lines(
    fragments: Sequence[Fragment], every: Sequence[tuple[Fragment, int]]
) -> dict[tuple[str, str], list[tuple[Fragment, int]]]:
    embedder = embedder_for(read_settings())
    vectors = embedder.embed([fragment.lines[at].text for fragment, at in every])
    found = {}
    for fragment in fragments:
        foreign = np.array([other is not fragment for other, _ in every])
        for query, vector in zip(fragment.queries, embedder.embed([one.text for one in fragment.queries]), strict=True):
            order = np.argsort(np.where(foreign, -(vectors @ vector), 9.0), kind="stable")[_NEAR_RANKS]
            found[fragment.title, query.text] = [every[at] for at in order]
    return found


def _train(model: Answering, lessons: _Lessons, tokens: _Tokens, epochs: int) -> None:
    import torch

    learning = [each for each in model.parameters() if each.requires_grad]
    optimiser = torch.optim.AdamW(learning, lr=_RATE, weight_decay=0.01)
    for epoch in range(epochs):
        groups = lessons.epoch()
        losses = []
        model.train()
        for first in range(0, len(groups), _QUERIES_A_STEP):
            done = (epoch + first / len(groups)) / epochs
            for settings in optimiser.param_groups:
                settings["lr"] = _RATE * min(1.0, (done + 0.002) / _WARMING) * max(0.02, 1.0 - done)
            loss = _loss(model, tokens, groups[first : first + _QUERIES_A_STEP])
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learning, 1.0)
            optimiser.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}", flush=True)


def _loss(model: Answering, tokens: _Tokens, groups: Sequence[Sequence[Shown]]) -> torch.Tensor:
    import torch
    from torch.nn import functional

    rows = [row for group in groups for row in group]
    found = model.log_odds(*tokens.batch(rows))
    answers = torch.tensor([float(row.answers) for row in rows])
    together = torch.zeros(())
    first = 0
    none = torch.zeros(1)
    for group in groups:
        odds = torch.cat([found[first : first + len(group)], none])
        right = torch.cat([answers[first : first + len(group)], none])
        first += len(group)
        if not right.any():
            right[-1] = 1.0
        together = together + torch.logsumexp(odds, 0) - torch.logsumexp(odds[right > 0], 0)
    each = functional.binary_cross_entropy_with_logits(found, answers)
    return 2.0 * each + 0.5 * together / len(groups)


def _print_measured(model: Answering, fragments: Sequence[Fragment], tokens: _Tokens) -> None:
    import torch

    names = {"QN": "questions", "T": "themes", "C": "claims"}
    model.eval()
    for kinds, name in names.items():
        best: dict[bool, list[float]] = {True: [], False: []}
        first = []
        for fragment, query in _asked(fragments, kinds):
            rows = [Shown(query.text, fragment.asked_before(at), fragment.lines[at].text, at in query.answered_by) for at in fragment.heard()]  # fmt: skip
            with torch.no_grad():
                odds = model.log_odds(*tokens.batch(rows)).numpy()
            best[bool(query.answered_by)].append(float(odds.max()))
            if query.answered_by:
                first.append(rows[int(odds.argmax())].answers)
        print(
            f"{name:<10} answered or not: AUC {_auc(np.array(best[True]), np.array(best[False])):.3f}"
            f"   best line answers {np.mean(first):.3f}   ({len(best[True])} answered, {len(best[False])} not)"
        )


def _asked(fragments: Sequence[Fragment], kinds: str) -> Iterator[tuple[Fragment, Query]]:
    for fragment in fragments:
        for query in fragment.queries:
            if query.kind in kinds:
                yield fragment, query


def _auc(yes: NDArray[np.float64], no: NDArray[np.float64]) -> float:
    return float((yes[:, None] > no[None, :]).mean())


if __name__ == "__main__":
    main()
