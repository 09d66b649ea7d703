"""Claims with known verdicts against the checker: macro-F1, and the two errors that are worse than all others.

    python -m evals.claims [--model scripted|careless|configured|none] [--set samples|summedits|qmsum]... [--most N]

Without a model it reports how well `evidence_only` and `not_found` part the claims that somebody speaks to from those nobody
does. `scripted` is a model that labels the passages as the key of the samples has it and proposes the key's verdict: what
is wrong then is retrieval's or the rules'. `careless` labels at random, invents words and always says “supported”: what is
right then is the rules' doing. `configured` asks the model of the settings. The two dangerous cells are claims called
supported of which the key says not found or contradicted, and claims called contradicted of which it says not found.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.library import Library, VectorSpace, create_library
from corpus.settings import read_settings
from corpus.store import Scope
from ingest.discover import discover
from ingest.job import ingest
from models.chat import ChatMessage, ChatModel
from models.chosen import chat_model_for, embedder_for
from models.embedder import Embedder
from models.remembering import RememberingEmbedder
from rag.claims.check import ClaimChecker
from rag.claims.claim import CheckedClaim, Claim, Verdict
from rag.claims.reading import ClaimReader
from rag.claims.sources import Sources
from rag.retrieval.retriever import Retriever
from rag.speech.matching import find_words

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared" / "data"
_VERDICTS = [Verdict.SUPPORTED, Verdict.PARTLY_SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_FOUND]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A claim, what the key says of it, and the words for and against it where they are known."""

    id: str
    claim: str
    kind: str
    expected: Verdict
    transcript: str | None = None
    for_: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(slots=True)
class KeyedModel:
    """A chat model that knows the key: of every passage it labels the words that the key has, and copies them."""

    case: Case | None = None
    name: str = "scripted"
    destination: str = "nowhere"

    def stream(self, messages: Sequence[ChatMessage], max_tokens: int) -> Generator[str, None, None]:
        """See ChatModel."""
        assert self.case is not None
        labelled = []
        for label, passage in _passages(messages):
            for bearing, wanted in (("for", self.case.for_), ("against", self.case.against)):
                labelled += [
                    {"label": label, "bearing": bearing, "quote": words}
                    for words in wanted
                    if find_words(words, passage) is not None
                ]
        yield json.dumps({"passages": labelled, "verdict": self.case.expected.value, "reason": "As the key has it."})


@dataclass(slots=True)
class CarelessModel:
    """A chat model that always says “supported”, labels at random and makes half of its words up."""

    rng: random.Random = field(default_factory=lambda: random.Random(5))
    name: str = "careless"
    destination: str = "nowhere"

    def stream(self, messages: Sequence[ChatMessage], max_tokens: int) -> Generator[str, None, None]:
        """See ChatModel."""
        labelled = []
        for label, passage in _passages(messages):
            words = passage.split()
            at = self.rng.randrange(max(1, len(words) - 9))
            said = " ".join(words[at : at + 8])
            invented = self.rng.choice(
                ["everybody was paid late and nobody minded", "we all agreed on that from the start"]
            )
            bearing = self.rng.choice(["for", "against", "neither"])
            labelled.append({"label": label, "bearing": bearing, "quote": self.rng.choice([said, invented])})
        yield json.dumps({"passages": labelled, "verdict": "supported", "reason": "It is so."})


def main() -> None:
    """Print the tables; exit with 1 when the scripted model's verdicts hold a dangerous error."""
    parser = argparse.ArgumentParser(description="Claims with known verdicts against the checker.")
    parser.add_argument("--model", choices=["scripted", "careless", "configured", "none"], default="scripted")
    parser.add_argument("--set", dest="sets", action="append", choices=["samples", "summedits", "qmsum"])
    parser.add_argument("--most", type=int, default=150, help="claims of each set at most")
    arguments = parser.parse_args()
    embedder = RememberingEmbedder(embedder_for(read_settings()))
    dangerous = 0
    for name in arguments.sets or ["samples"]:
        with tempfile.TemporaryDirectory() as folder:
            cases, library = _SETS[name](Path(folder), embedder)
            model = _model(arguments.model)
            checked = list(_checked(cases[: arguments.most], Retriever(library, embedder), model))
        print(f"{name}: {len(checked)} claims, model: {model.name if model else 'none'}")
        dangerous += _print_parting(checked) if model is None else _print_verdicts(checked)
    sys.exit(1 if dangerous and arguments.model == "scripted" else 0)


def _model(name: str) -> ChatModel | None:
    if name == "configured":
        model = chat_model_for(read_settings())
        if model is None:
            raise SystemExit("No model is configured: set OPENAI_API_KEY or OPENAI_BASE_URL.")
        return model
    known: dict[str, ChatModel] = {"scripted": KeyedModel(), "careless": CarelessModel()}
    return known.get(name)


def _checked(
    cases: Iterable[Case], retriever: Retriever, model: ChatModel | None
) -> Iterable[tuple[Case, CheckedClaim]]:
    checker = ClaimChecker(retriever, ClaimReader(model) if model else None)
    sources: dict[str | None, Sources] = {}
    for case in cases:
        if isinstance(model, KeyedModel):
            model.case = case
        if case.transcript not in sources:
            ids = (retriever.library.record(case.transcript).id,) if case.transcript else ()
            sources = {case.transcript: checker.sources(Scope(transcripts=ids))}
        yield case, checker.check_claim(Claim(text=case.claim, start=0, end=len(case.claim)), sources[case.transcript])


def _passages(messages: Sequence[ChatMessage]) -> list[tuple[str, str]]:
    return re.findall(r'<passage label="(P\d+)"[^>]*>\n(.*?)\n</passage>', messages[-1].text, re.DOTALL)


def _print_verdicts(checked: Sequence[tuple[Case, CheckedClaim]]) -> int:
    """The confusion table, macro-F1 and the dangerous cells; returns how many claims are in those."""
    cells = Counter((case.expected, one.verdict) for case, one in checked)
    print(f"  {'expected':<18}" + "".join(f"{verdict.value:>18}" for verdict in _VERDICTS))
    for expected in _VERDICTS:
        print(f"  {expected.value:<18}" + "".join(f"{cells[expected, got] or '·':>18}" for got in _VERDICTS))
    scores = [_f1(verdict, cells) for verdict in _VERDICTS if any(expected is verdict for expected, _ in cells)]
    out_of_nothing = cells[Verdict.NOT_FOUND, Verdict.SUPPORTED] + cells[Verdict.CONTRADICTED, Verdict.SUPPORTED]
    on_silence = cells[Verdict.NOT_FOUND, Verdict.CONTRADICTED]
    print(
        f"  macro-F1 {sum(scores) / len(scores):.3f}; supported on nothing {out_of_nothing}, contradicted on silence {on_silence}"
    )
    for case, one in checked:
        if case.expected is not one.verdict:
            print(
                f"    {case.id} ({case.kind}) {case.expected.value} → {one.verdict.value}: {case.claim} {one.reason} {list(one.problems)}"[
                    :330
                ]
            )
    return out_of_nothing + on_silence


def _f1(verdict: Verdict, cells: Mapping[tuple[Verdict, Verdict], int]) -> float:
    hits = cells.get((verdict, verdict), 0)
    expected = sum(count for (wanted, _), count in cells.items() if wanted is verdict)
    told = sum(count for (_, got), count in cells.items() if got is verdict)
    return 2 * hits / (expected + told) if expected + told else 0.0


def _print_parting(checked: Sequence[tuple[Case, CheckedClaim]]) -> int:
    """How many claims that somebody speaks to, and that nobody does, got evidence."""
    for spoken in (True, False):
        mine = [one for case, one in checked if (case.expected is not Verdict.NOT_FOUND) is spoken]
        shown = sum(one.verdict is Verdict.EVIDENCE_ONLY for one in mine)
        print(f"  {'somebody' if spoken else 'nobody':<9} speaks to it: {len(mine):>4}   evidence_only {shown:>4}   "
              f"not_found {len(mine) - shown:>4}")  # fmt: skip
    known = [(case, one) for case, one in checked if case.for_ or case.against]
    hit = sum(any(_holds(each.citation.quote, case) for each in one.evidence) for case, one in known)
    if known:
        print(f"  the key's own words are among the evidence shown for {hit} of {len(known)}")
    return 0


def _holds(quote: str, case: Case) -> bool:
    wanted = (*case.for_, *case.against)
    return any(find_words(words, quote) or find_words(quote, words) for words in wanted)


def _samples(folder: Path, embedder: Embedder) -> tuple[list[Case], Library]:
    themes = json.loads((HERE / "samples_key.json").read_text("utf-8"))["themes"]
    cases = []
    for line in (HERE / "samples_claims.jsonl").read_text("utf-8").splitlines():
        told = json.loads(line)
        theme = themes.get(told.get("theme"), {"holders": [], "deniers": []})
        sides = [tuple(each["quote"] for each in theme[side]) for side in ("holders", "deniers")]
        for_, against = reversed(sides) if told.get("turned") else sides
        cases.append(
            Case(
                id=told["id"],
                claim=told["claim"],
                kind=told["kind"],
                expected=Verdict(told["verdict"]),
                for_=(*for_, *told.get("for", ())),
                against=(*against, *told.get("against", ())),
            )
        )
    return cases, _library(folder, [HERE.parent / "data" / "samples"], embedder)


def _summedits(folder: Path, embedder: Embedder) -> tuple[list[Case], Library]:
    source = SHARED / "summedits"
    claims = [json.loads(line) for line in (source / "claims.jsonl").read_text("utf-8").splitlines()]
    random.Random(3).shuffle(claims)
    used = {claim["doc_id"] for claim in claims}
    (folder / "files").mkdir()
    for line in (source / "docs.jsonl").read_text("utf-8").splitlines():
        told = json.loads(line)
        if told["doc_id"] in used:
            (folder / "files" / f"{told['doc_id']}.txt").write_text(told["text"], encoding="utf-8")
    cases = [
        Case(
            id=claim["id"],
            claim=claim["claim"],
            kind=", ".join(claim["edit_types"]) or "original",
            expected=Verdict.SUPPORTED if claim["label"] == "supported" else Verdict.CONTRADICTED,
            transcript=claim["doc_id"],
        )
        for claim in claims
    ]
    return cases, _library(folder, [folder / "files"], embedder)


def _qmsum(folder: Path, embedder: Embedder) -> tuple[list[Case], Library]:
    claims = [json.loads(line) for line in (SHARED / "qmsum_evidence" / "claims.jsonl").read_text("utf-8").splitlines()]
    random.Random(3).shuffle(claims)
    cases = [
        Case(
            id=claim["id"],
            claim=claim["claim"],
            kind=claim["domain"],
            expected=Verdict.SUPPORTED,
            transcript=claim["meeting_id"],
            for_=tuple(each["text"] for each in claim["evidence"]),
        )
        for claim in claims
    ]
    meetings = {claim["meeting_id"] for claim in claims[:150]}
    files = [path for path in (SHARED / "qmsum" / "transcripts").glob("*.txt") if path.stem in meetings]
    return [case for case in cases if case.transcript in meetings], _library(folder, files, embedder)


def _library(folder: Path, paths: Sequence[Path], embedder: Embedder) -> Library:
    library = create_library(folder / "library", VectorSpace(embedder=embedder.id, dimensions=embedder.dimensions))
    ingest(library, discover(list(paths)), embedder)
    return library


_SETS = {"samples": _samples, "summedits": _summedits, "qmsum": _qmsum}


if __name__ == "__main__":
    main()
