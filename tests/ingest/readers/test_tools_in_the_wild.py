"""One invented conversation as meeting tools, transcribers and typists write it: every layout gives the same turns."""

from __future__ import annotations

import json

import pytest

from corpus.transcript import Role
from ingest.readers import RawFile, Reading, read

ASKED, ANSWERED, LAST = "So how did you start?", "Through the surgery. They had a poster.", "Right."
SAID = [("Amara Okafor", ASKED), ("Tom Hale", ANSWERED), ("Amara Okafor", LAST)]
ROLES = [("Interviewer", ASKED), ("Tom", ANSWERED), ("Interviewer", LAST), ("Tom", "Yes.")]
TIMES = [2.0, 9.0, 14.0]


def _lines(layout: str, turns: list[tuple[str, str]] = SAID) -> str:
    clocks = ("00:02", "00:09", "00:14", "00:15")
    return "".join(
        layout.format(name=name, words=words, clock=clock, end=end)
        for (name, words), clock, end in zip(turns, clocks, (*clocks[1:], "00:16"), strict=False)
    )


def _turns(reading: Reading) -> list[tuple[str | None, str]]:
    return [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns]


def _times(reading: Reading) -> list[float | None]:
    return [turn.time_start.total_seconds() if turn.time_start is not None else None for turn in reading.turns]


@pytest.mark.parametrize(
    "layout",
    [
        "{name} - {clock}\n{words}\n\n",
        "{clock} - {name}\n  {words}\n\n",
        "{name} | {clock}\n{words}\n\n",
        "{clock} {name}\n{words}\n\n",
        "{name} ({clock}.000)\n{words}\n\n",
        "{name}  {clock}\n\n{words}\n\n",
        "[00:{clock}] {name}: {words}\n",
        "[00:{clock}.00] - {name}\n{words}\n\n",
        "00:{clock}\n{name}: {words}\n\n",
        "### 00:{clock}\n\n{name}: {words}\n\n",
        "00:{clock}\tFrom {name} to Everyone:\n\t{words}\n",
        "[00:{clock} - 00:{end}] {name}: {words}\n",
    ],
)
def test_names_with_times_are_turns_with_times(layout: str) -> None:
    reading = read(RawFile(name="talk.txt", raw=_lines(layout).encode()))
    assert (_turns(reading), _times(reading)) == (SAID, TIMES)


@pytest.mark.parametrize(
    "layout",
    ["{name}：{words}\n", "\u200b{name}: {words}\n", "{name}: {words}\u2028", "[{name}] {words}\n", "<{name}> {words}\n",
     "{name} — {words}\n", "({name}) {words}\n"],
)  # fmt: skip
def test_names_without_times_are_turns_with_roles(layout: str) -> None:
    reading = read(RawFile(name="talk.txt", raw=_lines(layout, ROLES).encode()))
    assert _turns(reading) == ROLES
    assert [turn.role for turn in reading.turns] == [Role.INTERVIEWER, Role.PARTICIPANT] * 2


def test_a_participants_words_never_join_an_interviewers_behind_a_dash() -> None:
    reading = read(RawFile(name="talk.txt", raw=b"INTERVIEWER - Paid?\nTOM - No.\nINTERVIEWER - Why?\nTOM - Forms.\n"))
    assert [turn.speaker for turn in reading.turns] == ["INTERVIEWER", "TOM"] * 2


def test_labels_need_no_space_behind_their_colon_where_they_say_a_role() -> None:
    reading = read(RawFile(name="talk.txt", raw=b"INT:Paid?\nP01:No, at 10:30.\nINT:Why?\nP01:See http://a.example.\n"))
    assert _turns(reading) == [
        ("INT", "Paid?"),
        ("P01", "No, at 10:30."),
        ("INT", "Why?"),
        ("P01", "See http://a.example."),
    ]


def test_the_fields_above_a_talk_are_no_speakers() -> None:
    above = "Interview ID: L7\nDate: 3 March 2025\nInterviewer: Jo Vale\nParticipant: Tom Hale\nDuration: 45:12\n\n"
    reading = read(RawFile(name="talk.txt", raw=(above + "JV: Paid?\nTH: No.\nJV: Why?\nTH: Forms.\n").encode()))
    assert [(turn.speaker, turn.role.value) for turn in reading.turns] == [
        ("JV", "interviewer"),
        ("TH", "participant"),
    ] * 2


def test_times_between_hashes_end_what_stands_before_them() -> None:
    reading = read(RawFile(name="talk.txt", raw=b"I: Paid? #00:00:02-5#\nB: No. #00:00:09-0#\nI: Why? #00:00:10-0#\n"))
    assert _times(reading) == [None, 2.5, 9.0]


def test_a_page_copied_from_teams_names_each_speaker_twice() -> None:
    pasted = (
        "Amara Okafor\n0 minutes 2 seconds\n0:02\nAmara Okafor 0 minutes 2 seconds\nPaid?\n"
        "Tom Hale\n0 minutes 9 seconds\n0:09\nTom Hale 0 minutes 9 seconds\nNo.\n"
    )
    reading = read(RawFile(name="talk.txt", raw=pasted.encode()))
    assert (_turns(reading), _times(reading)) == ([("Amara Okafor", "Paid?"), ("Tom Hale", "No.")], [2.0, 9.0])


def test_a_chat_line_with_a_time_is_a_turn_whatever_the_name_looks_like() -> None:
    chat = "00:00:02\tAmara Okafor:\tgm\n00:00:09\tnixo:\tgm\n00:00:14\tAmara Okafor:\tright\n"
    assert [turn.speaker for turn in read(RawFile(name="chat.txt", raw=chat.encode())).turns] == [
        "Amara Okafor",
        "nixo",
        "Amara Okafor",
    ]


def _cues(cue: str) -> RawFile:
    body = "".join(
        cue.format(number=number, name=json.dumps(name), plain=name, words=json.dumps(words), said=words)
        .replace("START", f"00:00:{second:06.3f}")
        .replace("END", f"00:00:{second + 1:06.3f}")
        for number, ((name, words), second) in enumerate(zip(SAID, TIMES, strict=True), 1)
    )
    return RawFile(name="talk.vtt", raw=f"WEBVTT\n\n{body}".encode())


@pytest.mark.parametrize(
    "cue",
    [
        "{number} {name} (2718281)\nSTART --> END\n{said}\n\n",
        'START --> END\n{{"speakerName":{name},"spokenText":{words},"spokenLanguage":"en-gb"}}\n\n',
    ],
    ids=["Webex", "Teams' interface"],
)
def test_captions_that_name_the_speaker_outside_the_words(cue: str) -> None:
    reading = read(_cues(cue))
    assert (_turns(reading), _times(reading)) == (SAID, TIMES)


def test_who_dials_in_is_called_by_number() -> None:
    captions = "WEBVTT\n\n" + "\n\n".join(
        f"00:00:0{number}.000 --> 00:00:0{number}.900\n{said}"
        for number, said in enumerate(
            ["Amara: Who is it?", "+44 7700 900123: Jo.", "Amara: Where?", "+44 7700 900123: Here."]
        )
    )
    assert [turn.speaker for turn in read(RawFile(name="call.vtt", raw=captions.encode())).turns] == [
        "Amara",
        "+44 7700 900123",
    ] * 2


def test_results_of_google_that_each_have_their_own_speaker_are_all_kept() -> None:
    def result(tag: str, *words: str) -> dict[str, object]:
        timed = [{"word": word, "startOffset": "1s", "endOffset": "2s", "speakerLabel": tag} for word in words]
        return {"alternatives": [{"transcript": " ".join(words), "words": timed}]}

    export = {"results": [result("1", "Paid?"), result("2", "No,", "never.")]}
    reading = read(RawFile(name="talk.json", raw=json.dumps(export).encode()))
    assert _turns(reading) == [("Speaker 1", "Paid?"), ("Speaker 2", "No, never.")]
