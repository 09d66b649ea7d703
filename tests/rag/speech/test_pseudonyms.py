"""Names become pseudonyms in our words and never in somebody's; a label means who speaks under it there."""

from __future__ import annotations

from rag.answer import cite
from rag.speech.pseudonyms import SOMEBODY, Pseudonyms
from tests.rag.talks import BERYL, OLWEN, talk

LEEDS = talk("leeds-aaaaaa", "leeds", ("P1", "The finance office lost it, and the panel paid me twice."))
YORK = talk("york-bbbbbb", "york", ("P1", "Nobody at the finance office answered, not once in March."))
SEATS = Pseudonyms({"p1 (leeds)": "Ann"}, [LEEDS, YORK])


def test_without_a_file_of_names_nothing_is_changed() -> None:
    citation = cite(BERYL, BERYL.turns[1].start, BERYL.turns[1].end)
    nobody = Pseudonyms({})
    assert nobody.citation(citation) is citation
    assert nobody.text("Beryl says so.") == "Beryl says so."


def test_quoted_words_stay_and_a_quotation_within_one_ends_nothing() -> None:
    names = Pseudonyms({"beryl": "Grace"}, [BERYL, OLWEN])
    words = "He said “Beryl, go”, and left with Beryl."
    told = talk("told-cccccc", "Told", ("Beryl", words))
    citation = cite(told, told.turns[0].start, told.turns[0].end)
    assert names.text(f"Beryl says: “{words}”", [citation]) == f"Grace says: “{words}”"
    assert names.text("“Beryl” of Beryl's BERYL STOTT") == "“Beryl” of Grace's Grace STOTT"
    assert names.text("“Beryl”?", keeps_quoted=False) == "“Grace”?"


def test_a_seat_is_renamed_where_the_person_sits_and_nowhere_else() -> None:
    leeds, york = (cite(one, one.turns[0].start, one.turns[0].end) for one in (LEEDS, YORK))
    assert (SEATS.citation(leeds).speaker, SEATS.citation(york).speaker) == ("Ann", "P1")
    assert SEATS.text("P1 says it.", [leeds]) == "Ann says it."
    assert SEATS.text("P1 says it.", [york]) == "P1 says it."


def test_a_part_of_a_name_that_others_say_as_a_word_is_a_word() -> None:
    names = Pseudonyms({"finance administrator": "Ben"}, [LEEDS, YORK])
    assert names.text("Finance lost it, says the Finance Administrator.") == "Finance lost it, says the Ben."


def test_a_name_of_two_people_is_neither_of_their_pseudonyms() -> None:
    names = Pseudonyms({"amara okafor": "Grace", "tobi okafor": "Ben"})
    assert names.text("Amara Okafor and Okafor") == f"Grace and {SOMEBODY}"


def test_one_who_speaks_under_two_labels_has_one_pseudonym() -> None:
    first = talk("one-dddddd", "one", ("Amara", "I waited for the bus for an hour in the rain."))
    names = Pseudonyms({"AMARA": "Grace"}, [first])
    assert names.person("Amara") == "Grace"
    assert names.interview("one-dddddd", "one") == ("interview-dddddd", "Interview")
