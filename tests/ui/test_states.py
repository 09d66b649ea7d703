"""The page's states: nothing there yet, nothing found, a model that fails, and every click asking nothing twice."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from corpus.errors import LibraryLocked
from corpus.lock import writing
from models.errors import EndpointUnreachable, QuotaReached
from models.tokens import token_counter
from tests.browser.interviews import HOSTILE, INTERVIEWS
from tests.fakes import WordHashEmbedder
from tests.ui.page import ScriptedChat, filled, gone_to, opened, services, texts, unfolded
from ui.components.upload import results_of
from ui.uploads import Upload

QUESTION = "gift cards to pay the rent"
GENERATED = "Ana Petrova says that the rent cannot be paid with gift cards [P1].\nNobody said this 42 times [P1]."


def ask(app: AppTest, question: str) -> AppTest:
    return app.chat_input(key="question").set_value(question).run()


def chips(app: AppTest) -> list[str]:
    return [str(button.key) for button in app.button if str(button.key).startswith("cite-")]


def shown_words(app: AppTest) -> str:
    """What the transcript viewer was given to highlight."""
    viewers = list(app.get("bidi_component"))
    assert len(viewers) == 1
    blocks = json.loads(viewers[0].proto.bytes)["blocks"]
    return "".join(piece["text"] for block in blocks for piece in block["pieces"] if piece["marked"])


def test_without_a_library_the_page_says_how_to_begin(tmp_path: Path) -> None:
    app = opened(services(tmp_path / "none"))
    assert not app.exception
    assert "No interviews yet" in texts(app)
    assert app.file_uploader(key="upload-0") is not None


def test_a_question_without_an_answer_shows_what_comes_nearest(tmp_path: Path) -> None:
    app = ask(opened(filled(tmp_path / "lib", INTERVIEWS)), "thermonuclear plasma confinement")
    assert not app.exception
    assert "This is not in the transcripts." in texts(app)


def test_an_answer_is_made_of_numbered_quotations(tmp_path: Path) -> None:
    app = ask(opened(filled(tmp_path / "lib", INTERVIEWS)), QUESTION)
    assert not app.exception
    assert "You cannot pay the rent with gift cards" in texts(app)
    assert "Extractive" in texts(app)
    assert chips(app)


def test_a_clicked_number_opens_exactly_the_quoted_words(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    app = ask(opened(behind), QUESTION)
    quotes = [text.value for text in app.text if text.value.startswith("“")]
    for key, quote in zip(chips(app), quotes, strict=True):
        app.button(key=key).click().run()
        assert not app.exception
        assert f"“{shown_words(app)}”" == quote
    app.button(key="close").click().run()
    assert not app.get("bidi_component")


def test_clicking_about_embeds_nothing_and_asks_no_model_again(tmp_path: Path) -> None:
    chat = ScriptedChat(GENERATED)
    embedder = WordHashEmbedder(1024)
    behind = filled(tmp_path / "lib", INTERVIEWS, chat, embedder)
    app = ask(opened(behind), QUESTION)
    assert "the rent cannot be paid with gift cards" in texts(app)
    embedded = len(embedder.embedded)
    for key in chips(app):
        app.button(key=key).click().run()
    app.button(key="close").click().run()
    assert len(chat.sent) == 1
    assert len(embedder.embedded) == embedded


def test_a_generated_answer_names_its_model_and_where_text_went(tmp_path: Path) -> None:
    chat = ScriptedChat(GENERATED)
    behind = filled(
        tmp_path / "lib",
        INTERVIEWS,
        chat,
        TESTIMONY_PRICE_IN="1000",
        TESTIMONY_PRICE_OUT="2000",
        TESTIMONY_CURRENCY="GBP",
    )
    app = ask(opened(behind), QUESTION)
    said = texts(app)
    count = token_counter()
    sent, received = sum(count(message.text) for message in chat.sent[0]), count(GENERATED)
    cost = f"{sent:,} tokens sent, {received:,} received, about GBP {(sent + 2 * received) / 1000:.4f}"
    assert f"quotations cut from the transcripts · {cost}" in said
    assert "**scripted** at **model.example**" in said
    assert "written by scripted" in said
    assert "Not verified" in said  # of the sentence whose number nobody said


def test_a_quotation_put_right_is_marked_repaired_and_not_as_unverified(tmp_path: Path) -> None:
    bent = "Ana Petrova says of the gift cards: “You cannot pay rent with gift cards, and I told them so then”. [P1]\n"
    app = ask(opened(filled(tmp_path / "lib", INTERVIEWS, ScriptedChat(bent))), QUESTION)
    said = texts(app)
    assert "Repaired" in said
    assert "Not verified" not in said
    assert "You cannot pay the rent with gift cards, and I told them so then" in said


@pytest.mark.parametrize("error", [EndpointUnreachable("model.example"), QuotaReached("model.example")])
def test_a_failing_model_is_one_sentence_and_what_was_written_stays(tmp_path: Path, error: EndpointUnreachable) -> None:
    app = ask(opened(filled(tmp_path / "lib", INTERVIEWS, ScriptedChat(GENERATED, fails=error))), QUESTION)
    assert not app.exception
    assert str(error) in texts(app)
    assert "the rent cannot be paid with gift cards" in texts(app)


def test_a_question_that_failed_is_asked_again_by_a_click_and_may_be_leant_on(tmp_path: Path) -> None:
    chat = ScriptedChat("", fails=QuotaReached("model.example"))
    app = ask(opened(filled(tmp_path / "lib", INTERVIEWS, chat)), "What was said about gift cards to pay the rent?")
    assert "takes no more requests" in texts(app)
    chat.says, chat.fails = "NOT IN THE TRANSCRIPTS", None
    app.button(key="again-0").click().run()
    assert "So says scripted, of the passages it was shown" in texts(app)
    assert "It took" in texts(app)
    chat.fails = QuotaReached("model.example")
    app = ask(ask(app, "What was said about gift cards to pay the rent?"), "and volunteers?")
    assert "Understood as: What did volunteers say about gift cards to pay the rent?" in texts(app)


def test_a_library_of_another_embedder_is_one_sentence(tmp_path: Path) -> None:
    filled(tmp_path / "lib", INTERVIEWS)
    other = services(tmp_path / "lib", embedder=WordHashEmbedder(64))
    app = ask(opened(other), QUESTION)
    assert not app.exception
    assert "was made with the embedder" in texts(app)


def test_a_suggested_question_comes_from_the_library_and_is_asked_by_a_click(tmp_path: Path) -> None:
    app = opened(filled(tmp_path / "lib", INTERVIEWS))
    question = app.button(key="suggestion-0").label
    word = question.removeprefix("What was said about ").removeprefix("the ").rstrip("?")
    assert word in "\n".join(INTERVIEWS.values()).lower()
    app.button(key="suggestion-0").click().run()
    assert not app.exception
    assert question in texts(app)


def test_a_suggested_question_is_said_as_people_say_it(tmp_path: Path) -> None:
    told = (
        "Interviewer: And the panel? And money? What was the biggest worry?\nAna: The panel was long. I liked the panel. "
        "Money is money, some money is late. The biggest worry was rent, and the biggest chore was forms.\n"
    )
    app = opened(filled(tmp_path / "lib", {"ana.txt": told}))
    assert "1 interview · 2 speaker labels" in texts(app)  # one of them the interviewer's
    offered = [button.label for button in app.button]
    assert not any("biggest" in question for question in offered)
    assert "What was said about the panel?" in offered
    assert "What was said about money?" in offered


def test_a_filter_limits_whose_words_are_quoted_and_stays_in_sight(tmp_path: Path) -> None:
    app = opened(filled(tmp_path / "lib", INTERVIEWS))
    app.multiselect(key="scope-speakers").set_value(["Ben"]).run()
    assert "only the words of **Ben**" in texts(app)
    ask(app, "gift cards for the food bank")
    assert "only the words of **Ben**" in texts(app)
    speakers = {button.label.split(maxsplit=1)[1] for button in app.button if str(button.key).startswith("cite-")}
    assert speakers == {"Ben"}


def test_conversations_are_begun_reopened_and_deleted(tmp_path: Path) -> None:
    app = ask(opened(filled(tmp_path / "lib", INTERVIEWS)), QUESTION)
    app.button(key="new-conversation").click().run()
    assert "What would you like to know?" in texts(app)
    app.button(key="conversation-1").click().run()
    assert QUESTION in texts(app)
    unfolded(app, "more-1").button(key="delete-1").click().run()
    assert not app.exception
    assert "What would you like to know?" in texts(app)


def test_uploaded_files_are_read_in_and_each_bad_one_is_named(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inside/ben.txt", INTERVIEWS["ben.txt"])
    behind = services(tmp_path / "lib")
    report = behind.read_in(
        [
            Upload(name="ana.txt", raw=INTERVIEWS["ana.txt"].encode()),
            Upload(name="more.zip", raw=packed.getvalue()),
            Upload(name="empty.txt", raw=b""),
        ]
    )
    assert len(report.added) == 2
    assert [Path(failure.path).name for failure in report.failed] == ["empty.txt"]
    assert "2 interviews" in texts(opened(behind))


def test_nothing_in_a_zip_is_lost_unsaid(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("2024/interview.txt", INTERVIEWS["ana.txt"])
        archive.writestr("2025/interview.txt", INTERVIEWS["ben.txt"])
        archive.writestr("2025/interview.mp3", b"sound")
        archive.writestr("__MACOSX/._interview.txt", b"")
        archive.writestr("torn.pdf", b"%PDF-1.4 torn")
    behind = services(tmp_path / "lib")
    twice = Upload(name="carys.md", raw=INTERVIEWS["carys.md"].encode())
    uploads = [Upload(name="both.zip", raw=packed.getvalue()), Upload(name="torn.zip", raw=b"PKtorn"), twice, twice]
    report = behind.read_in(uploads)
    records = behind.library().list_records()
    assert sorted(record.source for record in records) == ["2025/interview.txt", "carys.md", "interview.txt"]
    said = {sentence: kind for kind, sentence in results_of(report, records)}
    assert said["3 interviews added: interview.txt, 2025/interview.txt, carys.md."] == "good"
    bad = "\n".join(sentence for sentence, kind in said.items() if kind == "bad")
    assert "torn.zip: this is no zip archive, or a damaged one." in bad
    assert "torn.pdf: the PDF is damaged" in bad
    assert "carys.md: another file of this name was dropped with it." in bad
    assert "both.zip: passed over, as no reader takes them: 2025/interview.mp3." in bad
    assert "MACOSX" not in bad


def test_a_locked_library_can_be_asked_while_an_upload_is_refused_in_a_sentence(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    with writing(tmp_path / "lib"):
        assert "gift cards" in texts(ask(opened(behind), QUESTION))
        with pytest.raises(LibraryLocked):
            behind.read_in([Upload(name="new.txt", raw=INTERVIEWS["ben.txt"].encode())])


def test_who_is_kept_from_writing_is_told_what_to_do_on_the_page(tmp_path: Path) -> None:
    app = gone_to(opened(filled(tmp_path / "lib", INTERVIEWS)), "library")
    ana = next(str(box.key) for box in app.checkbox if str(box.key).startswith("sure-")).removeprefix("sure-")
    app.checkbox(key=f"sure-{ana}").check().run()
    with writing(tmp_path / "lib"):
        app.button(key=f"forget-{ana}").click().run()
    (error,) = app.error
    assert "press the button again when the job is done" in error.value
    assert "run this" not in error.value
    app.button(key=f"forget-{ana}").click().run()
    assert "is forgotten" in texts(app)


@pytest.mark.parametrize("page", ["", "quotes", "check", "corpus", "library", "transcript"])
def test_a_library_that_is_being_rebuilt_says_so_on_every_page(tmp_path: Path, page: str) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    app = opened(behind)
    (tmp_path / "lib").rename(tmp_path / "before")
    with writing(tmp_path / "lib"):
        said = texts(gone_to(app, page))
    assert not app.exception
    assert not app.error
    assert "The library is being built" in said
    assert "opens by itself with the first interview" in app.info[0].value
    assert "No interviews yet" not in said
    assert not app.chat_input
    assert "The library is being built" not in texts(gone_to(app, page))


def test_settings_can_be_looked_at_while_the_library_is_being_rebuilt(tmp_path: Path) -> None:
    behind = services(tmp_path / "lib")
    with writing(tmp_path / "lib"):
        assert "The library is being built" not in texts(gone_to(opened(behind), "settings"))


def test_a_library_that_is_written_to_is_asked_as_far_as_it_is_there(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    with writing(tmp_path / "lib"):
        app = ask(opened(behind), QUESTION)
        assert "interviews are here so far and can be asked" in app.info[0].value
        assert "You cannot pay the rent with gift cards" in texts(app)
    assert not ask(app, QUESTION).info


def test_a_page_goes_on_after_its_library_was_rebuilt(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    app = ask(opened(behind), QUESTION)
    (tmp_path / "lib").rename(tmp_path / "before")
    filled(tmp_path / "lib", INTERVIEWS)
    app.button(key="new-conversation").click().run()
    assert "You cannot pay the rent with gift cards" in texts(ask(app, QUESTION))


def test_a_library_rebuilt_with_another_embedder_is_never_searched_with_the_old_one(tmp_path: Path) -> None:
    app = ask(opened(filled(tmp_path / "lib", INTERVIEWS)), QUESTION)
    (tmp_path / "lib").rename(tmp_path / "before")
    filled(tmp_path / "lib", INTERVIEWS, embedder=WordHashEmbedder(64))
    app.button(key="new-conversation").click().run()
    ask(app, QUESTION)
    assert not app.exception
    assert "was made with the embedder" in texts(app)
    assert not chips(app)


def test_forgetting_asks_twice_and_takes_the_answers_along(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    app = ask(opened(behind), QUESTION)
    ana = next(record.id for record in behind.library().list_records() if record.source == "ana.txt")
    gone_to(app, "library")
    assert app.button(key=f"forget-{ana}").disabled
    app.checkbox(key=f"sure-{ana}").check().run()
    app.button(key=f"forget-{ana}").click().run()
    assert not app.exception
    assert "is forgotten" in texts(app)
    assert "ana" not in [record.title for record in behind.library().list_records()]
    assert not [button for button in app.button if str(button.key).startswith("conversation-1")]


def test_hostile_words_stay_words_in_answers_and_exports(tmp_path: Path) -> None:
    app = ask(opened(filled(tmp_path / "lib", INTERVIEWS)), "claim form was broken and printed rubbish")
    assert not app.exception
    assert any(HOSTILE in text.value for text in app.text)  # st.text sets text; nothing is read as Markdown
    assert not any("onerror" in str(one.value) for one in app.markdown)


def test_the_transcript_page_opens_at_the_words_in_its_address(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    library = behind.library()
    carys = library.transcript("carys.md")
    start = carys.text.index("A meeting without childcare")
    app = opened(behind)
    for name, value in (("transcript", carys.id), ("start", str(start)), ("end", str(len(carys.text.rstrip())))):
        app.query_params[name] = value
    gone_to(app, "transcript")
    assert not app.exception
    assert shown_words(app) == "A meeting without childcare is a meeting without mothers."


@pytest.mark.parametrize("address", [{"transcript": "nobody"}, {"start": "9999999", "end": "x"}])
def test_an_address_that_leads_nowhere_is_said_to(tmp_path: Path, address: dict[str, str]) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    app = opened(behind)
    for name, value in {"transcript": behind.library().list_records()[0].id, **address}.items():
        app.query_params[name] = value
    gone_to(app, "transcript")
    assert not app.exception
    assert app.warning


def test_settings_turn_the_model_off_for_this_session(tmp_path: Path) -> None:
    chat = ScriptedChat(GENERATED)
    app = gone_to(opened(filled(tmp_path / "lib", INTERVIEWS, chat)), "settings")
    assert "model.example" in texts(app)
    app.radio(key="mode").set_value("extractive").run()
    assert not app.exception
    gone_to(app, "")
    ask(app, QUESTION)
    assert not chat.sent
    assert "nothing leaves this machine" in texts(app)


def test_a_key_is_never_shown(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS, ScriptedChat(GENERATED), OPENAI_API_KEY="sk-do-not-show")
    app = gone_to(opened(behind), "settings")
    assert not app.exception
    assert "sk-do-not-show" not in repr(app)
    assert "set in the environment" in texts(app)
