"""How answers are written for one person: what they chose over the settings, and what comes of it. Asks nobody."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.errors import SettingsError
from corpus.settings import Mode, Settings
from models.chosen import endpoint_for, model_name_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How one person wants answers written, where that differs from the settings."""

    mode: Mode | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How answers are written: by which model, and to which host text goes; `host` is None when none leaves."""

    mode: str
    model: str | None = None
    host: str | None = None
    on_this_machine: bool = True


def chosen(settings: Settings, choice: Choice) -> Settings:
    """The settings as one person wants them."""
    wanted = {name: value for name, value in (("mode", choice.mode), ("model", choice.model)) if value}
    return settings.model_copy(update=wanted)


def manner_of(settings: Settings) -> Manner:
    """How answers are written by these settings. Raises SettingsError."""
    if not settings.generates:
        return Manner(mode="extractive")
    if not settings.has_endpoint:
        raise SettingsError(
            "TESTIMONY_MODE=generated needs a language model. Set OPENAI_API_KEY, or OPENAI_BASE_URL for a local one."
        )
    endpoint = endpoint_for(settings)
    return Manner(
        mode="generated",
        model=model_name_for(settings),
        host=endpoint.host,
        on_this_machine=endpoint.is_on_this_machine,
    )
