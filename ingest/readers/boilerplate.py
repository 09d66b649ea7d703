"""What nobody said: what web forms, transcription services and players leave, and the notes transcribers put in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.transcript import CROSSTALK, INAUDIBLE, SOUND, TIMESTAMP, Mark
from ingest.readers.lines import Line
from ingest.readers.timestamps import stamps_in

AI_SUMMARY = "summary made by a machine"
HEADING = "heading"

_REASONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"human (visitor|user|being)\b.*(test|spam|prove|check|submi)|(test|spam|prove|verify|confirm|check)\w*\b.*human (visitor|user)|"
            r"automated (spam|submission)|not a robot|spam submissions|\bcaptcha\b|^\W*(required field|choose file|no file chosen)\W*$",
            re.IGNORECASE,
        ),
        "web form text",
    ),
    (
        re.compile(
            r"^\W*(this (transcript|transcription) (was|is|has been) |(automatically )?transcribed (by|using|with|on) |"
            r"(transcript|transcription|transcribed|captions?|captioning|subtitles?) (is |was )?(provided |created |generated |produced |made )?"
            r"(by|using|with)\b|(machine|auto(matically)?)[- ]generated (transcript|caption))",
            re.IGNORECASE,
        ),
        "transcription notice",
    ),
    (
        re.compile(
            r"^\W*((end|start|beginning) of (the )?(transcript(ion)?|recording|audio|interview|tape|file|meeting)( \d+)?|"
            r"(the )?(recording|audio|tape|interview|transcript|transcription) (begins|starts|ends|started|stopped|ended|paused|resumed|"
            r"(is )?in progress)|this meeting is being recorded)\W*$",
            re.IGNORECASE,
        ),
        "file notice",
    ),
    (
        re.compile(
            r"^\W*(this is an? )?(invented|fictional|fictitious|made-up|synthetic|simulated) (interview|transcript|conversation)\b",
            re.IGNORECASE,
        ),
        "file notice",
    ),
    (
        re.compile(
            r"^\W*(page \d+( (of|/) \d+)?|\d{1,4} (of|/) \d{1,4})\W*$|^[ \t]*[-–—] ?\d{1,4} ?[-–—][ \t]*$",
            re.IGNORECASE,
        ),
        "page furniture",
    ),
)
_LONGEST = 300  # a long paragraph that mentions a captcha is somebody talking about one


def boilerplate_reason(line: str) -> str | None:
    """Why this line is not speech; None when it may be.

    >>> boilerplate_reason("This question is for testing whether you are a human visitor.")
    'web form text'
    """
    if len(line) > _LONGEST or not line.strip():
        return None
    return next((reason for pattern, reason in _REASONS if pattern.search(line)), None)


_INAUDIBLE = r"in-?audible|unintelligible|indistinct|indecipherable|unclear|not audible|can'?t hear|blank[_ ]audio|audio (?:lost|drops?|cuts?)"
_CROSSTALK = r"cross-?\s?talk(?:ing)?|overlap(?:ping|s)?|over-?talking|talk(?:ing|s)? over|speaking (?:over|simultaneously|at once)"
_SOUND = (
    r"laugh\w*|chuckl\w*|giggl\w*|sigh\w*|cough\w*|sneez\w*|sniff\w*|cr(?:ies|ying)|sob(?:s|bing)?|whisper\w*|paus(?:e|es|ing)|silence|"
    r"music|applause|clap(?:s|ping)?|noise|background noise|phone (?:rings|ringing)|(?:clears|clearing) (?:his |her |their )?throat|"
    r"nods|nodding|shrugs|gestures|door (?:opens|closes|slams)|dog barks|foreign language|recording (?:begins|ends|stops|paused|resumes)|break"
)
_NOTE = re.compile(
    rf"""(?P<open>\[|\({{1,2}}|<|\*)[ \t]*(?:\w+[ \t]+){{0,2}}?
        (?:(?P<inaudible>{_INAUDIBLE})|(?P<crosstalk>{_CROSSTALK})|(?P<sound>{_SOUND}))
        (?![\w'’])[^\])>*\n]{{0,30}}(?P<close>\]|\){{1,2}}|>|\*)""",
    re.VERBOSE | re.IGNORECASE,
)
_CLOSES = {"[": "]", "(": ")", "((": "))", "<": ">", "*": "*"}
_MOST_WORDS_IN_PARENTHESES = 4  # `(laughs)` is a note; `(I was laughing all the way home)` is somebody's aside


def notes_in(text: str, start: int, end: int) -> Iterator[Mark]:
    """What a transcriber noted inside speech: `[inaudible]`, `[crosstalk]`, `(laughs)`, `[00:12:31]`; in order.

    >>> [(mark.start, mark.end, mark.reason) for mark in notes_in("We (laughs) went [inaudible 0:31].", 0, 34)]
    [(3, 11, 'sound or gesture'), (17, 33, 'inaudible')]
    """
    found = [Mark(start=stamp.start, end=stamp.end, reason=TIMESTAMP) for stamp in stamps_in(text, start, end)]
    for match in _NOTE.finditer(text, start, end):
        wordy = match["open"] != "[" and len(match[0].split()) > _MOST_WORDS_IN_PARENTHESES
        if match["close"] == _CLOSES[match["open"]] and not wordy:
            reason = INAUDIBLE if match["inaudible"] else CROSSTALK if match["crosstalk"] else SOUND
            found.append(Mark(start=match.start(), end=match.end(), reason=reason))
    reached = start
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        if mark.start >= reached:
            yield mark
            reached = mark.end


_MARKDOWN_HEADING = re.compile(r"[ \t]*(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_RULE = re.compile(r"[ \t]*(-{3,}|\*{3,}|={3,}|_{3,})[ \t]*$")
_MACHINE = re.compile(
    r"\W*((ai|meeting|quick|executive|auto(matic)?)?[ -]?summary( keywords)?|(key )?takeaways|action items|(suggested )?next steps|"
    r"outline|ai[- ]generated notes|notes by gemini|keywords|key (points|topics|questions)|chapters|topics( discussed)?)\W*",
    re.IGNORECASE,
)
_SPEECH_AGAIN = re.compile(r"\W*(full )?(transcript(ion)?|conversation|interview|speakers)\W*", re.IGNORECASE)


def heading_reason(line: str) -> str | None:
    """Why this line is a heading or a rule; None when it is neither.

    >>> heading_reason("## Part two")
    'heading'
    """
    return HEADING if _MARKDOWN_HEADING.match(line) or _RULE.match(line) else None


def machine_summaries(lines: Sequence[Line]) -> set[int]:
    """The offsets of the lines in sections that a machine wrote about the talk: summaries, takeaways, action items.

    Under a Markdown heading such a section goes to the next heading of its level; under a plain one to the next empty
    line after words, for there nothing else ends it.
    """
    inside: set[int] = set()
    level = 0  # of the heading we are below; 7 for one without #
    said = False
    for line in lines:
        heading = _MARKDOWN_HEADING.match(line.text)
        title, depth = (heading[2], len(heading[1])) if heading else (line.text.strip(), 7)
        if _MACHINE.fullmatch(title):
            level, said = ((max(level, depth) if level and depth > level else depth), False)
        elif level and (
            (heading and depth <= level) or _SPEECH_AGAIN.fullmatch(title) or (level == 7 and line.blank and said)
        ):
            level = 0
        said = said or (not line.blank and not _MACHINE.fullmatch(title))
        if level and not line.blank:
            inside.add(line.start)
    return inside
