"""A model that does what each of the prompts asks for, from the passages it is sent and nothing else."""

from __future__ import annotations

import json
import re

from tests.scripted_endpoint import Reply, Request, passages_in, quoting

UNDERSTOOD = "What was said about gift cards and the food bank?"


def faithful(request: Request) -> Reply:
    """A follow-up made to stand alone, quotes chosen, a claim held against passages, or else an answer that quotes."""
    if "<conversation>" in request.prompt:
        return Reply(UNDERSTOOD)
    if "<quote number=" in request.prompt:
        return Reply("1, 2")
    if "\n<claim>" in request.prompt:
        return Reply(json.dumps(_verdict(request)))
    return quoting(request)


def _verdict(request: Request) -> dict[str, object]:
    claim = request.prompt.rpartition("<claim>")[2]
    wanted, bearing, verdict = (
        ("gift cards|vouchers", "for", "supported") if "gift" in claim else ("take money", "against", "contradicted")
    )
    for passage in passages_in(request):
        for _, role, words in passage.turns:
            said = next((one for one in re.split(r"(?<=[.!?]) ", words) if re.search(wanted, one)), "")
            if role != "interviewer" and said:
                labelled = [{"label": passage.label, "quote": said, "bearing": bearing}]
                return {"passages": labelled, "reason": "It is said so.", "verdict": verdict}
    return {"passages": [], "reason": "Nobody says it.", "verdict": "not_found"}
