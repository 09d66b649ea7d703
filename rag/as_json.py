"""Answers as the command line's contract has them."""

from __future__ import annotations

from corpus.as_json import Json, seconds
from rag.answer import Answer, Citation


def answer_json(answer: Answer) -> dict[str, Json]:
    """`ask --json`."""
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "mode": answer.mode,
        "found": answer.found,
        "statements": [
            {
                "text": statement.text,
                "support": statement.support.value,
                "citations": [citation_json(citation) for citation in statement.citations],
            }
            for statement in answer.statements
        ],
        "coverage": {
            "searched": len(answer.coverage.searched),
            "with_evidence": list(answer.coverage.with_evidence),
            "silent": list(answer.coverage.silent),
        },
        "nearest": [citation_json(citation) for citation in answer.nearest],
        "notes": list(answer.notes),
        "model": answer.model,
        "prompt": answer.prompt,
    }


def citation_json(citation: Citation) -> dict[str, Json]:
    """One citation: `quote == text[start:end]` of its transcript."""
    return {
        "transcript": citation.span.transcript_id,
        "title": citation.title,
        "start": citation.span.start,
        "end": citation.span.end,
        "quote": citation.quote,
        "speaker": citation.speaker,
        "role": citation.role.value,
        "time_start": seconds(citation.time_start),
    }
