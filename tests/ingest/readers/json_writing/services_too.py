"""The invented conversation as Google, Azure, Rev.ai and Speechmatics write it."""

from __future__ import annotations

from ingest.readers.json_exports.parsing import Json
from tests.ingest.readers.conversation import SEGMENTS, TURNS, Said
from tests.ingest.readers.json_writing.base import MILLISECOND, WHOLE, each, number, seconds, words


def google_v1() -> Json:
    def result(said: Said) -> Json:
        spoken: list[Json] = [
            {"word": word.text, "startTime": f"{word.start}s", "endTime": f"{word.end}s"} for word in words(said)
        ]
        return {
            "alternatives": [{"transcript": said.text, "confidence": 0.9, "words": spoken}],
            "languageCode": "en-gb",
        }

    tagged: list[Json] = [
        {"word": word.text, "startTime": f"{word.start}s", "endTime": f"{word.end}s", "speakerTag": number(said) + 1}
        for said in SEGMENTS
        for word in words(said)
    ]
    results: list[Json] = [*each(result), {"alternatives": [{"words": tagged}]}]
    return {"name": "1", "done": True, "response": {"@type": "LongRunningRecognizeResponse", "results": results}}


def google_v2() -> Json:
    def result(said: Said) -> Json:
        spoken: list[Json] = [
            {
                "word": word.text, "startOffset": f"{word.start}s", "endOffset": f"{word.end}s",
                "speakerLabel": str(number(said) + 1),
            }
            for word in words(said)
        ]  # fmt: skip
        return {"alternatives": [{"transcript": said.text, "words": spoken}], "resultEndOffset": "9s"}

    return {"results": each(result), "metadata": {"totalBilledDuration": "3673s"}}


def azure_batch() -> Json:
    return {
        "source": "market.wav", "durationInTicks": 36730000000, "combinedRecognizedPhrases": [{"display": WHOLE}],
        "recognizedPhrases": each(
            lambda said: {
                "recognitionStatus": "Success", "channel": 0, "speaker": number(said) + 1,
                "offset": f"PT{seconds(said.start)}S", "duration": f"PT{seconds(said.end - said.start)}S",
                "nBest": [{"lexical": said.text.lower(), "display": said.text}],
            }
        ),
    }  # fmt: skip


def azure_ticks() -> Json:
    return {
        "recognizedPhrases": each(
            lambda said: {
                "recognitionStatus": "Success", "channel": 0, "speaker": number(said) + 1,
                "offsetInTicks": said.start // MILLISECOND * 10_000.0,
                "durationInTicks": (said.end - said.start) // MILLISECOND * 10_000.0,
                "nBest": [{"display": said.text}],
            }
        ),
    }  # fmt: skip


def azure_fast() -> Json:
    return {
        "durationMilliseconds": 3673000, "combinedPhrases": [{"text": WHOLE}],
        "phrases": each(
            lambda said: {
                "speaker": number(said) + 1, "text": said.text, "locale": "en-GB",
                "offsetMilliseconds": said.start // MILLISECOND,
                "durationMilliseconds": (said.end - said.start) // MILLISECOND,
            }
        ),
    }  # fmt: skip


def rev() -> Json:
    def monologue(said: Said) -> Json:
        elements: list[Json] = []
        for word in words(said):
            mark = word.text[-1] if word.text[-1] in ".,:?!" else ""
            elements.append(
                {"type": "text", "value": word.text.removesuffix(mark), "ts": word.start, "end_ts": word.end}
            )
            elements.append({"type": "punct", "value": f"{mark} "})
        return {"speaker": number(said), "elements": elements}

    return {"monologues": each(monologue, TURNS)}


def speechmatics() -> Json:
    results: list[Json] = [
        {
            "type": "word" if word.attaches == "none" else "punctuation", "attaches_to": word.attaches,
            "start_time": word.start, "end_time": word.end,
            "alternatives": [{"content": word.text, "confidence": 0.9, "speaker": f"S{number(said)}"}],
        }
        for said in SEGMENTS
        for word in words(said, marks_apart=True)
    ]  # fmt: skip
    return {"format": "2.9", "job": {"id": "1"}, "metadata": {"type": "transcription"}, "results": results}
