"""Checked reports as the command line's contract has them."""

from __future__ import annotations

from collections import Counter

from corpus.as_json import Json
from rag.as_json import citation_json, spent_json
from rag.claims.claim import CheckedClaim, CheckedReport
from rag.claims.quotation_lookup import LookedUp


def check_json(report: CheckedReport) -> dict[str, Json]:
    """`check --json`."""
    return {
        "claims": [_claim_json(claim) for claim in report.claims],
        "set_aside": [
            {"text": one.text, "start": one.start, "end": one.end, "reason": one.reason.value}
            for one in report.set_aside
        ],
        "quotations": [_quotation_json(one) for one in report.quotations],
        "summary": {verdict.value: count for verdict, count in sorted(report.verdicts.items())},
        "quotation_summary": {
            **Counter(one.status.value for one in report.quotations),
            "misattributed": sum(one.misattributed for one in report.quotations),
        },
        "searched": len(report.searched),
        "notes": list(report.notes),
        "model": report.model,
        "prompt": report.prompt,
        "spent": spent_json(report.spent) if report.spent else None,
    }


def _claim_json(checked: CheckedClaim) -> dict[str, Json]:
    return {
        "claim": checked.claim.text,
        "at": [checked.claim.start, checked.claim.end],
        "verdict": checked.verdict.value,
        "reason": checked.reason,
        "problems": list(checked.problems),
        "people": {
            "for": list(checked.people_for),
            "against": list(checked.people_against),
            "in_scope": checked.people,
            "counted": checked.is_counted,
        },
        "evidence": [
            {
                **citation_json(one.citation),
                "score": round(one.score, 4),
                "bearing": one.bearing.value,
                "participant": one.participant,
            }
            for one in checked.evidence
        ],
    }


def _quotation_json(one: LookedUp) -> dict[str, Json]:
    return {
        "quoted": one.quotation.words,
        "at": [one.quotation.start, one.quotation.end],
        "status": one.status.value,
        "nearest": citation_json(one.place) if one.place else None,
        "changes": [{"op": each.op, "quoted": each.quoted, "source": each.source} for each in one.changes],
        "named": one.named,
        "misattributed": one.misattributed,
        "notes": list(one.notes),
    }
