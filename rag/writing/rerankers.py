"""Which reranker the settings choose, and the one that asks the language model for an order (listwise, Sun and others 2023)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from corpus.errors import SettingsError
from corpus.settings import Settings
from models.chat import ChatMessage, ChatModel
from models.chosen import cache_folder, chat_model_for
from models.metering import Request, metered
from models.reranker import Reranker
from models.tokens import token_counter
from rag.prompting.envelope import enclose, together
from rag.prompting.packing import WINDOW_TOKENS
from rag.prompting.prompts import load_prompt, render
from rag.quotes.choice import numbers_chosen

PROMPT = "rank"
_REPLY_TOKENS = 200


class ModelReranker:
    """A language model that says which passages come first. It gives numbers: no word of a reply reaches anybody."""

    def __init__(self, model: ChatModel, *, window_tokens: int = WINDOW_TOKENS) -> None:
        self._model = model
        self._window_tokens = window_tokens

    def scores(self, question: str, texts: Sequence[str], requests: list[Request]) -> Sequence[float]:
        """See Reranker.scores. Texts that the reply does not name, or that did not fit, keep their order after those it names."""
        shown = _that_fit(texts, self._window_tokens)
        if len(shown) < 2:
            return [-float(at) for at in range(len(texts))]
        messages = messages_on(question, shown)
        reply = self._model.stream(messages, _REPLY_TOKENS)
        with closing(metered(reply, messages, load_prompt(PROMPT).name, requests)) as pieces:
            named = numbers_chosen("".join(pieces), len(shown)) or []
        rest = [at for at in range(1, len(texts) + 1) if at not in named]
        place = {at: float(-order) for order, at in enumerate([*named, *rest])}
        return [place[at] for at in range(1, len(texts) + 1)]


def reranker_for(settings: Settings) -> Reranker | None:
    """The reranker that `TESTIMONY_RERANKER` names. Raises SettingsError for one that there is not."""
    if settings.reranker is None:
        return None
    kind, _, name = settings.reranker.partition(":")
    if kind == "fastembed" and name:
        from models.fastembed_local import FastEmbedReranker

        return FastEmbedReranker(name, cache=cache_folder(settings))
    if settings.reranker != "model":
        raise SettingsError(
            f"The setting TESTIMONY_RERANKER={settings.reranker!r} names no reranker. Use fastembed:NAME or model."
        )
    model = chat_model_for(settings)
    if model is None:
        raise SettingsError(
            "TESTIMONY_RERANKER=model needs a language model. Set OPENAI_API_KEY, or OPENAI_BASE_URL for a local one."
        )
    return ModelReranker(model, window_tokens=settings.window_tokens)


def messages_on(question: str, texts: Sequence[str]) -> list[ChatMessage]:
    """What a model is sent to put passages into order."""
    shown = [enclose("passage", " ".join(text.split()), {"number": str(at)}) for at, text in enumerate(texts, 1)]
    return render(load_prompt(PROMPT), passages=together(shown), question=enclose("question", question))


def _that_fit(texts: Sequence[str], window_tokens: int) -> list[str]:
    count = token_counter()
    left = window_tokens - count(load_prompt(PROMPT).system) - _REPLY_TOKENS - 400
    shown: list[str] = []
    for text in texts:
        left -= count(text) + 20
        if left < 0:
            break
        shown.append(text)
    return shown
