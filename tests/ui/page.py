"""The app under Streamlit's own test driver: everything but the browser, with an embedder and a model that are scripted."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.testing.v1 import AppTest

from corpus.errors import TestimonyError
from corpus.settings import Settings
from models.chat import ChatMessage, ChatModel
from models.embedder import Embedder
from tests.fakes import WordHashEmbedder
from ui.services import Services
from ui.uploads import Upload

DIMENSIONS = 1024
"""Enough that two words rarely meet in one place of the vector."""


@dataclass
class ScriptedChat:
    """A chat model that says what it is told to, remembers what it was sent, and may fail after its first piece."""

    says: str
    fails: TestimonyError | None = None
    sent: list[Sequence[ChatMessage]] = field(default_factory=list)
    name: str = "scripted"
    destination: str = "model.example"

    def stream(self, messages: Sequence[ChatMessage], max_tokens: int) -> Generator[str, None, None]:
        self.sent.append(messages)
        yield from self.says.splitlines(keepends=True)
        if self.fails is not None:
            raise self.fails


def services(
    library: Path, chat: ChatModel | None = None, embedder: Embedder | None = None, **settings: str
) -> Services:
    """Services over a library that may not be there yet. With `chat`, answers are generated."""
    chosen = {"OPENAI_BASE_URL": "http://model.example/v1", "TESTIMONY_MODEL": "scripted"} if chat else {}
    return Services(
        Settings.model_validate({"TESTIMONY_LIBRARY": library, **chosen, **settings}),
        make_embedder=lambda _: embedder or WordHashEmbedder(DIMENSIONS),
        make_chat_model=lambda wanted: chat if wanted.generates else None,
    )


def filled(
    library: Path,
    files: dict[str, str],
    chat: ChatModel | None = None,
    embedder: Embedder | None = None,
    **settings: str,
) -> Services:
    """Services over a library of these files."""
    made = services(library, chat, embedder, **settings)
    made.read_in([Upload(name=name, raw=text.encode()) for name, text in files.items()])
    return made


def _script(behind: object) -> None:  # its source is executed elsewhere: it knows only what it imports itself
    from ui.house import open_house
    from ui.services import Services

    assert isinstance(behind, Services)
    open_house(behind)


def opened(behind: Services) -> AppTest:
    """The app at its first page."""
    return AppTest.from_function(_script, args=(behind,), default_timeout=30).run()


def texts(app: AppTest) -> str:
    """Everything that is said on the page, one thing a line."""
    parts = [*app.title, *app.markdown, *app.text, *app.caption, *app.error, *app.warning, *app.success]
    return "\n".join(str(part.value) for part in parts).replace("\\", "").replace("\u2060", "")


def unfolded(app: AppTest, *keys: str) -> AppTest:
    """The same page when the menus and folds with these keys were opened: what is in them is drawn then."""
    for key in keys:
        app.session_state[key] = True
    return app.run()


def gone_to(app: AppTest, page: str) -> AppTest:
    """The same session on another page. The driver's own way takes only pages that are files; ours are functions."""
    pages = app._registered_pages
    app._page_hash = next(one for one, info in pages.items() if info.get("url_pathname") == page)
    return app.run()
