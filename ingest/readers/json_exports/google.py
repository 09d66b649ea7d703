"""Google Cloud Speech-to-Text (its reference, `LongRunningRecognizeResponse` of v1 and `BatchRecognizeResults` of v2).

`results[].alternatives[0]` with `transcript` and `words`; offsets are durations as text (`"1.400s"`). With diarization,
v1 repeats every word, now with its `speakerTag`, in one last result.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from ingest.readers.composing import Note, Utterance
from ingest.readers.json_exports.dialect import Dialect, Export, entry_keys, inner
from ingest.readers.json_exports.fields import Node
from ingest.readers.json_exports.words import (
    Word,
    by_time,
    utterances_of,
    with_speakers_filled,
)


def _results(node: Node) -> Node:
    """The list of results: at the top, in a long-running operation's response, or in v2's answer for one file."""
    wrappers = [node, inner(node, "response")]
    for outer in tuple(wrappers):
        files = inner(outer, "results")
        if isinstance(files.value, dict) and len(files.value) == 1:
            wrappers += [inner(file, "transcript") for _, file in files.fields()]
            wrappers += [inner(file, "inlineResult", "transcript") for _, file in files.fields()]
    found = (inner(wrapper, "results") for wrapper in wrappers)
    return next(
        (results for results in found if "alternatives" in entry_keys(results)),
        Node(None),
    )


def _read(node: Node) -> Export:
    results = [result for result in _results(node) if result.first_of("isFinal", "is_final").value is not False]
    if repeated := _repeated_with_speakers(results):
        return Export(pieces=utterances_of(with_speakers_filled(repeated)))
    channels = {tag for result in results if (tag := _channel(result)) is not None}
    pieces: list[Utterance | Note] = []
    for result in results:
        best = result["alternatives"].at(0)
        channel = f"Channel {_channel(result)}" if len(channels) > 1 and _channel(result) is not None else None
        words = _words(best, channel)
        end = result.first_of("resultEndTime", "result_end_time", "resultEndOffset", "result_end_offset")
        if words:
            pieces += utterances_of(with_speakers_filled(words), best["transcript"].text())
        else:
            pieces.append(Utterance(text=best["transcript"].text(), speaker=channel, time_end=_time(end)))
    return Export(pieces=by_time(pieces) if len(channels) > 1 else pieces)


def _repeated_with_speakers(results: list[Node]) -> list[Word]:
    """The words of the last result, where it repeats those of all the others with their speakers."""
    if len(results) < 2:
        return []
    last = _words(results[-1]["alternatives"].at(0), None)
    said: Counter[str] = Counter()
    for result in results[:-1]:
        best = result["alternatives"].at(0)
        said.update(_plain(word.text for word in _words(best, None)) or _plain(best["transcript"].text().split()))
    again = said & Counter(_plain(word.text for word in last))
    return last if any(word.speaker for word in last) and again.total() * 10 >= said.total() * 9 > 0 else []


def _plain(words: Iterable[str]) -> list[str]:
    return [plain for word in words if (plain := re.sub(r"\W+", "", word.casefold()))]


def _channel(result: Node) -> int | None:
    tag = result.first_of("channelTag", "channel_tag").number()
    return int(tag) if tag is not None and abs(tag) < 10_000 else None


def _words(alternative: Node, channel: str | None) -> list[Word]:
    return [
        Word(
            text=word["word"].text().removeprefix("▁"),  # the model's own mark of a word's beginning, left in by v1
            speaker=_speaker(word) or channel,
            time_start=_time(word.first_of("startTime", "start_time", "startOffset", "start_offset")),
            time_end=_time(word.first_of("endTime", "end_time", "endOffset", "end_offset")),
        )
        for word in alternative["words"]
    ]


def _speaker(word: Node) -> str | None:
    tag = word.first_of("speakerLabel", "speaker_label", "speakerTag", "speaker_tag")
    return None if tag.value in (0, "0", "") else tag.speaker()  # tags count from 1; 0 is "not known"


def _time(node: Node) -> timedelta | None:
    if isinstance(node.value, dict):  # the Python client's own form
        seconds, nanos = node["seconds"].time(), node["nanos"].number()
        return (seconds or timedelta(0)) + timedelta(microseconds=min(max(nanos or 0, 0), 1e9) / 1000)
    return node.time()


GOOGLE = Dialect(
    service="Google Cloud Speech-to-Text",
    recognises=lambda node: (
        bool(entry_keys(_results(node)) & {"alternatives"}) and not {"type", "start_time"} <= entry_keys(_results(node))
    ),
    read=_read,
)
