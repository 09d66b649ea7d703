"""Which models the settings choose. Each is imported only when it is the one."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import SettingsError
from corpus.settings import Settings
from models.chat import ChatModel
from models.cross_encoder import CrossEncoder
from models.embedder import Embedder
from models.endpoint import OPENAI_MODEL, EndpointSettings

DEFAULT_EMBEDDER = "all-MiniLM-L6-v2"


def embedder_for(settings: Settings) -> Embedder:
    """The embedder that `TESTIMONY_EMBEDDER` names. Raises SettingsError for an unknown kind, and ModelError."""
    kind, _, name = settings.embedder.partition(":")
    if settings.embedder == DEFAULT_EMBEDDER:
        from models.minilm import MiniLmEmbedder

        return MiniLmEmbedder(cache=cache_folder(settings), weights=settings.weights)
    if kind == "openai" and name:
        from models.openai_embedder import OpenAIEmbedder

        return OpenAIEmbedder(endpoint_for(settings), name)
    if kind == "fastembed" and name:
        from models.fastembed_local import FastEmbedEmbedder

        return FastEmbedEmbedder(name, cache=cache_folder(settings))
    raise SettingsError(
        f"The setting TESTIMONY_EMBEDDER={settings.embedder!r} names no embedder. "
        f"Use {DEFAULT_EMBEDDER}, openai:NAME or fastembed:NAME."
    )


def cross_encoder_for(settings: Settings, embedder: Embedder) -> CrossEncoder | None:
    """What reads evidence again. It knows the default embedder's language alone: whoever chose another may have another."""
    if not embedder.id.startswith(DEFAULT_EMBEDDER):
        return None
    from models.minilm_cross_encoder import MiniLmCrossEncoder

    return MiniLmCrossEncoder(cache=cache_folder(settings), weights=settings.weights)


def embeds_here(settings: Settings) -> bool:
    """Whether texts are embedded on this machine, where a text more costs nobody anything."""
    return not settings.embedder.startswith("openai:")


def chat_model_for(settings: Settings) -> ChatModel | None:
    """The language model that writes answers; None when answers are extractive.

    Raises SettingsError when generated answers are demanded and no endpoint is configured.
    """
    if not settings.generates:
        return None
    if not settings.has_endpoint:
        raise SettingsError(
            "TESTIMONY_MODE=generated needs a language model. Set OPENAI_API_KEY, or OPENAI_BASE_URL for a local one."
        )
    from models.openai_api import OpenAIChat

    return OpenAIChat(endpoint_for(settings), settings.model)


def model_name_for(settings: Settings) -> str | None:
    """The language model's name, without asking anybody; None where only the endpoint knows. Raises SettingsError."""
    return settings.model or (OPENAI_MODEL if endpoint_for(settings).is_openai else None)


def cache_folder(settings: Settings) -> Path:
    """Where what can be built again is kept."""
    if settings.cache is not None:
        return settings.cache
    from platformdirs import user_cache_path

    return user_cache_path("testimony", appauthor=False)


def endpoint_for(settings: Settings) -> EndpointSettings:
    """Where the configured language model is. Raises SettingsError for an address or a key that cannot be used."""
    return EndpointSettings(
        base_url=settings.openai_base_url,
        api_key=settings.openai_api_key.get_secret_value() if settings.openai_api_key else None,
        timeout_seconds=settings.timeout_seconds,
        retries=settings.retries,
    )
