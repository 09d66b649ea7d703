"""What people are called in everything that leaves the library: their pseudonyms, in the place of names and labels.

Words that somebody said stay as they were said. Where they tell a real name, that is known (`Citation.tells`), for whoever
passes them on to decide. What else is shown of an interview whose speaker has a pseudonym tells no name either: its title is
“Interview”, and its id keeps only the figures at its end, by which the library still finds it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path

from corpus.beside import PSEUDONYMS
from corpus.participants import is_seat, participant_at, participants_of
from corpus.reading import LibraryReader
from corpus.transcript import Span, Transcript
from corpus.unnamed import unnamed_id
from rag.answer import Citation
from rag.errors import KeptFileError
from rag.speech.naming import forms_of

TITLE = "Interview"
"""What an interview is called one of whose speakers has a pseudonym."""

SOMEBODY = "somebody"
"""Who is named where a name may be that of several people with different pseudonyms."""

_BETWEEN = r"[\W_]{1,3}"  # the words of a name: “Amara Okafor”, “amara-okafor”
_QUOTED = re.compile(r"“[^“”]*”")


class Pseudonyms:
    """Whom to call what. Made without names it changes nothing."""

    def __init__(self, given: Mapping[str, str], transcripts: Iterable[Transcript] = ()) -> None:
        """`given` are the names or labels, in lower case, with their pseudonyms (`read_pseudonyms`)."""
        self._given = {_normal(name): pseudonym for name, pseudonym in given.items()}
        self._transcripts = {one.id: one for one in transcripts} if given else {}
        self._people = participants_of(self._transcripts.values())

    def __bool__(self) -> bool:
        return bool(self._given)

    def person(self, participant: str, called: str | None = None) -> str:
        """What to call a participant who is else called so: the name where nothing else is said."""
        return self._pseudonym(participant, called) or self.text(called or participant)

    def citation(self, one: Citation) -> Citation:
        """The same words, with nothing beside them that tells who has a pseudonym."""
        if not self:
            return one
        transcript = self._transcripts.get(one.span.transcript_id)
        participant = participant_at(transcript, one.span.start) if transcript else None
        speaker = self._pseudonym(participant, one.speaker) or (self.text(one.speaker) if one.speaker else None)
        identity, title = self.interview(one.span.transcript_id, one.title, hidden=speaker != one.speaker)
        return replace(
            one,
            speaker=speaker,
            title=title,
            span=Span(transcript_id=identity, start=one.span.start, end=one.span.end),
            consent=self.text(one.consent) if one.consent else None,
            tells=self.told_in(one.quote),
        )

    def interview(self, identity: str, title: str, *, hidden: bool = False) -> tuple[str, str]:
        """The id and the title of an interview, telling nobody's name who has a pseudonym."""
        if hidden or identity in self._hidden or self.told_in(f"{title} {identity}"):
            return unnamed_id(identity), TITLE
        return identity, title

    def text(self, text: str, said: Sequence[Citation] = (), *, keeps_quoted: bool = True) -> str:
        """Words of ours, of a model's or of a person who asked, without the names of those who have a pseudonym.

        What stands in quotation marks and what was `said` stays as it is; where a label may mean several people, it means
        those who said that.
        """
        if not self:
            return text
        cited = {_normal(one.speaker): self.citation(one).speaker or "" for one in said if one.speaker}
        told: list[str] = []
        at = 0
        for start, end in [*_verbatim(text, said, keeps_quoted), (len(text), len(text))]:
            told += [self._renamed(text[at:start], cited), text[start:end]]
            at = end
        return "".join(told)

    def told_in(self, words: str) -> tuple[str, ...]:
        """The pseudonyms of those whose real names, or parts of them, these words tell.

        >>> Pseudonyms({"amara": "Grace", "shabnam": "Rukhsana"}).told_in("My name is Amara, as you know.")
        ('Grace',)
        """
        return tuple(sorted({name for match in self._names_in(words) for name in self._forms[_normal(match[0])]}))

    def names_in(self, words: str) -> tuple[str, ...]:
        """The real names in these words, in lower case, each once."""
        return tuple(dict.fromkeys(_normal(match[0]) for match in self._names_in(words)))

    def _pseudonym(self, participant: str | None, label: str | None = None) -> str | None:
        """That of a person, by name or by any label she speaks under."""
        labels = [voice.speaker for voice in self._people.get(participant or "", ())]
        known = (self._given.get(_normal(name)) for name in (participant, label, *labels) if name)
        return next((name for name in known if name), None)

    @cached_property
    def _hidden(self) -> frozenset[str]:
        """The interviews in which somebody speaks who has a pseudonym."""
        return frozenset(
            voice.transcript_id
            for name, spoken in self._people.items()
            for voice in spoken
            if self._pseudonym(name, voice.speaker)
        )

    @cached_property
    def _forms(self) -> Mapping[str, frozenset[str]]:
        """How those with a pseudonym may be named, and the pseudonyms that it may stand for."""
        forms: dict[str, set[str]] = {}
        for pseudonym, names in self._named.items():
            for keys in forms_of([re.sub(r"[\W_]+", " ", name) for name in names]):
                form = " ".join(keys)
                if len(form) > 1 and (form in {_normal(name) for name in names} or not self._is_word(form, names)):
                    forms.setdefault(form, set()).add(pseudonym)
        return {form: frozenset(pseudonyms) for form, pseudonyms in forms.items()}

    @cached_property
    def _named(self) -> Mapping[str, frozenset[str]]:
        """Everything that those with a pseudonym are called, by pseudonym. A seat at a table is nobody's name elsewhere."""
        named: dict[str, set[str]] = {}
        for name, pseudonym in self._given.items():
            named.setdefault(pseudonym, set()).add(name)
        for name, spoken in self._people.items():
            for label in (voice.speaker for voice in spoken):
                if own := self._pseudonym(name, label):
                    named[own].update(each for each in (name, label) if each and not is_seat(each))
        return {pseudonym: frozenset(names) for pseudonym, names in named.items()}

    @cached_property
    def _lower_case(self) -> frozenset[str]:
        """The forms of one word that are also said without a capital: there they are words."""
        single = [form for form in self._forms if " " not in form]
        return frozenset(form for form in single if any(_says(one, form) for one in self._transcripts.values()))

    def _is_word(self, part: str, names: Collection[str]) -> bool:
        """Whether a part of somebody's name is a word to others (“finance” of “Finance administrator”)."""
        own = {voice.transcript_id for name in names for voice in self._people.get(name, ())}
        return any(_says(one, part) for identity, one in self._transcripts.items() if identity not in own)

    def _names_in(self, text: str, others: Iterable[str] = ()) -> Iterator[re.Match[str]]:
        """The names in a text; `others` are forms that are none elsewhere."""
        pattern = _any_of(frozenset({*self._forms, *others}))
        for match in pattern.finditer(text) if pattern else ():
            form = _normal(match[0])
            if match[0][0].isupper() or form not in self._lower_case:
                yield match

    def _renamed(self, text: str, cited: Mapping[str, str]) -> str:
        told: list[str] = []
        at = 0
        for match in self._names_in(text, cited):
            form = _normal(match[0])
            possible = self._forms.get(form, frozenset())
            name = match[0] if _normal(cited.get(form, "")) == form else cited.get(form)
            name = name or (next(iter(possible)) if len(possible) == 1 else SOMEBODY)
            between = text[at : match.start()]
            is_rest = bool(told) and told[-1] == name and not between.strip(" -_.")  # a surname after the first name
            told += [] if is_rest else [between, name]
            at = match.end()
        return "".join([*told, text[at:]])


def pseudonyms_of(library: LibraryReader) -> Pseudonyms:
    """Those of a library's settings. Its interviews are read only where there are any. Raises KeptFileError and LibraryError."""
    given = read_pseudonyms(library.path)
    return Pseudonyms(given, [library.transcript(one.id) for one in library.list_records()] if given else [])


def read_pseudonyms(library: Path) -> Mapping[str, str]:
    """What participants are to be called, by name or label in lower case; nobody when there is no such file.

    Raises KeptFileError naming the line that is not two columns.
    """
    path = library / PSEUDONYMS
    if not path.is_file():
        return {}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KeptFileError(path, f"it cannot be read ({error})") from None
    names: dict[str, str] = {}
    for number, row in enumerate(csv.reader(io.StringIO(text)), 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or [cell.casefold() for cell in cells[:2]] == ["name", "pseudonym"]:
            continue
        if len(cells) < 2 or not cells[0] or not cells[1]:
            raise KeptFileError(path, f"line {number} should be a name and a pseudonym, such as: Amara,Grace")
        names[cells[0].casefold()] = cells[1]
    return names


@cache
def _any_of(forms: frozenset[str]) -> re.Pattern[str] | None:
    """What finds any of these names, the longest first."""
    if not forms:
        return None
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    every = "|".join(_BETWEEN.join(re.escape(word) for word in form.split()) for form in longest_first)
    return re.compile(rf"(?<![^\W_])(?:{every.replace('ss', '(?:ss|ß|ẞ)')})(?![^\W_])", re.IGNORECASE)


def _verbatim(text: str, said: Sequence[Citation], keeps_quoted: bool) -> Iterator[tuple[int, int]]:
    """The stretches of a text that repeat what was said, in order, none overlapping."""
    held: list[tuple[int, int]] = []
    for quote in sorted({each for one in said for each in (one.quote, " ".join(one.quote.split()))}, key=len)[::-1]:
        held += [(match.start(), match.end()) for match in re.finditer(re.escape(quote), text)] if quote else []
    held += [match.span() for match in _QUOTED.finditer(text)] if keeps_quoted else []
    reached = 0
    for start, end in sorted(held, key=lambda each: (each[0], -each[1])):
        if end > reached:
            yield max(start, reached), end
            reached = end


def _says(one: Transcript, word: str) -> bool:
    return word in one.text and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", one.text) is not None


def _normal(name: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", name.casefold()).split())
