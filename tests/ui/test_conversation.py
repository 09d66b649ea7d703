"""Questions that go on from the ones before them, answers made over, and conversations that are kept."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from urllib.parse import parse_qs, urlsplit

from streamlit.testing.v1 import AppTest

from corpus.library import Library
from corpus.store import Scope
from models.endpoint import EndpointSettings
from models.openai_api import OpenAIChat
from rag.answering.keeper import Keeper
from rag.conversation.dialogue import Exchange, Feedback
from tests.browser.interviews import INTERVIEWS
from tests.rag.lying_model import Turn, lying_model
from tests.ui.page import ScriptedChat, filled, gone_to, opened, texts, unfolded
from ui.asking import Asking
from ui.components.downloads import LABELS
from ui.keeping import AsksAndKeeps, delete_kept
from ui.manner import Choice
from ui.services import Services
from ui.state import Conversation, PageState

FIRST = "What was said about gift cards?"


def ask(app: AppTest, question: str) -> AppTest:
    return app.chat_input(key="question").set_value(question).run()


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.01)


def kept_files(library: Path, how_many: int) -> list[dict]:  # type: ignore[type-arg]
    folder = library / "conversations"

    def read() -> list[dict]:  # type: ignore[type-arg]
        texts = [path.read_text(encoding="utf-8") for path in folder.glob("*.json")]
        return [json.loads(text) for text in texts if text]  # a name is taken by an empty file before it is written to

    until(lambda: folder.is_dir() and sum(len(each["exchanges"]) for each in read()) >= how_many)
    return read()


def test_a_follow_up_is_searched_for_as_it_is_understood_which_is_shown_and_can_be_changed(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    app = ask(ask(opened(behind), FIRST), "and in the food bank?")
    assert not app.exception
    assert "Understood as: What was said about gift cards in the food bank?" in texts(app)
    app.text_input(key="meant-1").set_value("What did Ben say of the food bank?")
    app.button(key="ask-meant-1").click().run()
    assert not app.exception
    assert "Understood as: What did Ben say of the food bank?" in texts(app)
    (kept,) = kept_files(tmp_path / "lib", 2)
    assert kept["exchanges"][0]["answer"]["standalone_question"] == FIRST


def test_whoever_asks_how_many_is_told_a_count_of_people(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    assert "judged by nobody" not in texts(ask(opened(behind), FIRST))
    counted = texts(ask(opened(behind), "Who mentions that gift cards cannot pay the rent?"))
    assert re.search(r"judged by nobody: \d of 3 participants", counted)
    assert "counts people" not in counted


def test_a_model_answers_whoever_asks_how_many_from_passages_and_the_page_says_so(tmp_path: Path) -> None:
    app = opened(filled(tmp_path / "lib", INTERVIEWS, ScriptedChat("Cards do not pay the rent. [P1]")))
    assert "counts people" in texts(ask(app, "Who mentions that gift cards cannot pay the rent?"))
    assert "counts people" not in texts(ask(app, "Who mentions the gift cards that Ana Petrova told of?"))
    assert not app.exception


def test_an_earlier_answer_is_drawn_when_it_is_opened_and_not_before(tmp_path: Path) -> None:
    app = ask(ask(opened(filled(tmp_path / "lib", INTERVIEWS)), FIRST), "What did Carys say of childcare?")
    drawn = {str(button.key) for button in app.button}
    assert any(key.startswith("cite-1-") for key in drawn)
    assert not any(key.startswith("cite-0-") for key in drawn)
    unfolded(app, "earlier-0")
    assert "You cannot pay the rent with gift cards" in texts(app)
    app.button(key="cite-0-0-1").click().run()
    assert app.expander(key="earlier-0").proto.expanded  # where the words came from stays open beside them


def test_the_page_is_drawn_once_for_an_answer_also_for_the_first_that_is_kept(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    drawn: list[Choice] = []
    manner_of = behind.manner
    behind.manner = lambda choice: drawn.append(choice) or manner_of(choice)  # type: ignore[func-returns-value, method-assign]
    app = opened(behind)
    drawn.clear()
    ask(app, FIRST)
    kept_files(tmp_path / "lib", 1)
    assert len(drawn) == 1  # drawn anew, it would close what a person opened meanwhile
    assert any("conversation=" in shown.value for shown in unfolded(app, "more-1").code)


def test_the_raw_follow_up_is_never_embedded(tmp_path: Path) -> None:
    from tests.fakes import WordHashEmbedder

    embedder = WordHashEmbedder(1024)
    ask(ask(opened(filled(tmp_path / "lib", INTERVIEWS, None, embedder)), FIRST), "why?")
    assert not [text for text in embedder.embedded if text.strip() == "why?"]


def test_a_model_rewrites_a_follow_up_and_what_it_invents_is_not_taken(tmp_path: Path) -> None:
    chat = ScriptedChat("Why were gift cards spoken of?")
    ask(ask(opened(filled(tmp_path / "lib", INTERVIEWS, chat)), FIRST), "why is that?")
    assert any("<conversation>" in message.text for message in chat.sent[1])
    invented = ScriptedChat("Why did Zebedee of Llandudno steal 400 gift cards?")
    app = ask(ask(opened(filled(tmp_path / "lib2", INTERVIEWS, invented)), FIRST), "why is that?")
    assert "Zebedee" not in texts(app).partition("Understood as:")[2].partition("\n")[0]


def test_an_answer_is_made_shorter_without_asking_anybody(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    app = ask(opened(behind), FIRST)
    app.button(key="shorter-0").click().run()
    assert not app.exception
    assert "Made of the answer before it" in texts(app)


def test_the_address_of_a_conversation_opens_it_in_another_session_and_says_so_where_it_is_gone(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    ask(opened(behind), FIRST)
    (kept,) = kept_files(tmp_path / "lib", 1)
    later = opened(behind)
    later.query_params["conversation"] = kept["id"]
    assert not later.run().exception
    assert "You cannot pay the rent with gift cards" in texts(later)
    assert any(f"conversation={kept['id']}" in shown.value for shown in unfolded(later, "more-2").code)
    elsewhere = opened(behind)
    elsewhere.query_params["conversation"] = "../../library"
    assert "is not in this library" in texts(elsewhere.run())
    assert not elsewhere.exception


def test_a_conversation_is_reopened_renamed_and_deleted_in_another_session(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    ask(opened(behind), FIRST)
    (kept,) = kept_files(tmp_path / "lib", 1)
    later = unfolded(opened(behind), "kept")
    later.button(key=f"kept-{kept['id']}").click().run()
    assert not later.exception
    assert "You cannot pay the rent with gift cards" in texts(later)
    unfolded(later, "more-2").text_input(key="name-2").set_value("Money").run()
    assert kept_files(tmp_path / "lib", 1)[0]["title"] == "Money"
    later.button(key="delete-2").click().run()
    assert not list((tmp_path / "lib" / "conversations").glob("*.json"))


def test_many_earlier_conversations_are_paged_and_drawn_when_they_are_looked_for(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    ask(opened(behind), FIRST)
    kept_files(tmp_path / "lib", 1)
    ((heading, [exchange]),) = [behind.keeper.open(one.id) for one in behind.keeper.headings()]
    for number in range(21):
        behind.keeper.keep("", f"Conversation {number}", [(exchange, heading.begun)])
    later = opened(behind)
    assert not kept_buttons(later)
    assert len(kept_buttons(unfolded(later, "kept"))) == 20
    later.session_state["kept-page"] = 2
    assert len(kept_buttons(later.run())) == 2


def kept_buttons(app: AppTest) -> list[str]:
    return [str(button.key) for button in app.button if str(button.key).startswith("kept-")]


def test_what_is_forgotten_does_not_come_back_with_the_next_answer(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    app = ask(opened(behind), FIRST)
    kept_files(tmp_path / "lib", 1)
    ana = next(record.id for record in behind.library().list_records() if record.source == "ana.txt")
    behind.forget(ana)  # in another session: this one still has the answer
    ask(gone_to(app, ""), "What did Carys say of childcare?")
    kept = json.dumps(kept_files(tmp_path / "lib", 1))
    assert ana not in kept
    assert "pay the rent with gift cards" not in kept


def test_stop_hangs_up_at_once_and_keeps_what_was_verified(tmp_path: Path) -> None:
    text = "Ana Petrova says that the rent cannot be paid with gift cards. [P1]\nAnd then"
    with lying_model(Turn(text=text + " on" * 200, between=0.4)) as model:
        model.turns = (Turn(text=text.partition("\n")[0] + "\n" + "x" * 900, between=0.15),)
        settings = EndpointSettings(base_url=model.url, api_key=None, timeout_seconds=30, retries=2)
        behind = filled(tmp_path / "lib", INTERVIEWS, OpenAIChat(settings, "slow"))
        done: list[float] = []
        asking = Asking(FIRST, Scope())
        asking.start(lambda: behind.assistant(Choice()), lambda _: done.append(time.monotonic()))
        until(lambda: bool(asking.statements), 10)
        stopped = time.monotonic()
        asking.stop()
        until(lambda: bool(done))
        assert done[0] - stopped < 0.12  # the next piece would have come after 0.15, the end after fifteen seconds
    assert asking.stopped
    assert asking.exchange is not None
    assert asking.exchange.answer.notes[0].startswith("Stopped")
    assert len(asking.exchange.answer.statements) == len(asking.statements) == 1
    app = opened(behind)
    app.session_state["testimony"].conversation.exchanges.append(asking)
    app.run()
    assert not app.exception
    assert any("[1]" in shown.value for shown in app.code)  # what was verified can be taken along


def test_feedback_is_kept_with_its_answer_taken_back_and_erased_with_the_conversation(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    app = ask(opened(behind), FIRST)
    kept_files(tmp_path / "lib", 1)
    app.button(key="useless-1-0").click().run()
    app.text_area(key="note-1-0").set_value("It leaves Ben out.")
    app.button(key="save-note-1-0").click().run()
    assert not app.exception
    (kept,) = kept_files(tmp_path / "lib", 1)
    assert kept["exchanges"][0]["feedback"] == {"useful": False, "note": "It leaves Ben out."}

    (heading,) = behind.keeper.headings()
    _, (exchange,) = behind.keeper.open(heading.id)
    assert exchange.feedback is not None
    assert exchange.feedback.note == "It leaves Ben out."

    app.button(key="useless-1-0").click().run()
    (kept,) = kept_files(tmp_path / "lib", 1)
    assert kept["exchanges"][0]["feedback"] is None
    app.button(key="useful-1-0").click().run()
    unfolded(app, "more-1").button(key="delete-1").click().run()
    assert not app.exception
    assert not list((tmp_path / "lib" / "conversations").glob("*.json"))


def test_a_note_on_an_answer_goes_when_an_interview_in_the_answer_is_forgotten(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    app = ask(opened(behind), FIRST)
    kept_files(tmp_path / "lib", 1)
    app.button(key="useful-1-0").click().run()
    app.text_area(key="note-1-0").set_value("Xylophone says it best.")
    app.button(key="save-note-1-0").click().run()
    (kept,) = kept_files(tmp_path / "lib", 1)
    assert "Xylophone" in json.dumps(kept)
    behind.forget(kept["exchanges"][0]["answer"]["statements"][0]["citations"][0]["transcript"])
    assert all(b"Xylophone" not in path.read_bytes() for path in (tmp_path / "lib").rglob("*") if path.is_file())


def test_the_whole_answer_stands_ready_to_paste_with_its_sources_numbered(tmp_path: Path) -> None:
    app = ask(opened(filled(tmp_path / "lib", INTERVIEWS)), FIRST)
    pasted = next(str(block.value) for block in app.code if "\n[1] " in str(block.value))
    assert "[1]" in pasted.split("\n\n")[0]
    assert "characters" in pasted.split("\n\n")[1]


def test_a_conversation_is_offered_in_every_format_once(tmp_path: Path) -> None:
    app = ask(opened(filled(tmp_path / "lib", INTERVIEWS)), FIRST)
    offered = [str(button.proto.label) for button in unfolded(app, "more-1").get("download_button")]
    assert sorted(label for label in offered if "(." in label) == sorted(LABELS.values())
    assert not any("Export as" in label for label in offered)


def test_the_address_of_an_answer_opens_it_and_says_so_where_it_is_gone(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    app = ask(ask(opened(behind), FIRST), "What did Carys say of childcare?")
    (kept,) = kept_files(tmp_path / "lib", 2)
    unfolded(unfolded(app, "earlier-0"), "link-1-0", "link-1-1")
    links = [shown.value for shown in app.code if "&answer=" in shown.value]
    assert [parse_qs(urlsplit(link).query)["answer"] for link in links] == [["1"], ["2"]]
    first = {name: values[0] for name, values in parse_qs(urlsplit(links[0]).query).items()}
    assert first["conversation"] == kept["id"]

    for query in (first, {"conversation": kept["id"], "answer": "1"}):
        later = followed(behind, query)
        assert later.session_state["testimony"].sought == 0
        assert later.expander(key="earlier-0").proto.expanded
        assert dict(later.query_params) == query  # so that it can be loaded again
        later.button(key="new-conversation").click().run()
        assert not later.query_params

    behind.forget(next(record.id for record in behind.library().list_records() if record.source == "ben.txt"))
    for query in (first, {"conversation": kept["id"], "answer": "2"}):
        later = followed(behind, query)
        assert "is not in this conversation any more" in texts(later)
        assert "childcare" in texts(later)
    assert "is not in this library" in texts(followed(behind, {"conversation": "gone", "answer": "1"}))


def being_kept(tmp_path: Path) -> tuple[AsksAndKeeps, Conversation, Event]:
    """A conversation of two answers, who keeps it, and when: from the first look into the library, which takes a while."""
    behind, looked = filled(tmp_path / "lib", INTERVIEWS), Event()
    answers = [behind.assistant(Choice()).ask(question) for question in (FIRST, "What did Carys say of childcare?")]
    askings = [Asking.answered(Exchange(answer=answer), datetime.now(UTC)) for answer in answers]

    def library() -> Library:
        looked.set()
        time.sleep(0.1)
        return behind.library()

    behind.keeper = Keeper(library, lambda: datetime.now(UTC))
    return AsksAndKeeps(services=behind, choice=Choice()), Conversation(number=1, exchanges=askings), looked


def test_two_answers_that_are_kept_at_once_are_kept_in_one_file(tmp_path: Path) -> None:
    asks, conversation, looked = being_kept(tmp_path)
    first, second = conversation.exchanges
    with ThreadPoolExecutor(3) as threads:
        writing = [threads.submit(asks.keep, conversation, first)]
        looked.wait(5)
        writing.append(threads.submit(asks.keep, conversation, second))
        writing.append(threads.submit(asks.judge, conversation, second, Feedback(useful=True)))
        assert [one.result() for one in writing] == [None] * 3
    (kept,) = kept_files(tmp_path / "lib", 2)
    assert (kept["id"], kept["exchanges"][1]["feedback"]["useful"]) == (conversation.kept, True)


def test_a_conversation_that_is_deleted_while_it_is_kept_leaves_no_file(tmp_path: Path) -> None:
    asks, conversation, looked = being_kept(tmp_path)
    first, second = conversation.exchanges
    state = PageState(conversations=[conversation])
    with ThreadPoolExecutor(1) as threads:
        first_kept = threads.submit(asks.keep, conversation, first)
        looked.wait(5)
        state.delete(conversation.number)
        delete_kept(asks.services, conversation)
        first_kept.result()
        asks.keep(conversation, second)
    assert not list((tmp_path / "lib" / "conversations").glob("*.json"))


def followed(behind: Services, query: dict[str, str]) -> AppTest:
    later = opened(behind)
    for name, value in query.items():
        later.query_params[name] = value
    assert not later.run().exception
    return later
