"""Where a model is and how long to wait for it: explicit values, checked before any text leaves."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from corpus.errors import SettingsError

OPENAI_URL = "https://api.openai.com/v1"
OPENAI_MODEL = "gpt-4o-mini"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointSettings:
    """Where a model is and how long to wait. Raises SettingsError for an address or a key that cannot be used."""

    base_url: str | None
    api_key: str | None = field(repr=False)
    timeout_seconds: float
    retries: int

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if not usable:  # the value itself may hold a password, so it is not repeated
            raise SettingsError(
                "OPENAI_BASE_URL is no address of an endpoint. Write it like http://localhost:11434/v1, with http(s)://."
            )
        if self.api_key and not (self.api_key.isascii() and self.api_key.isprintable() and " " not in self.api_key):
            raise SettingsError(
                "OPENAI_API_KEY holds a space, a line break or a special character. Copy the key again."
            )

    @property
    def url(self) -> str:
        """The endpoint's address."""
        return self.base_url or OPENAI_URL

    @property
    def host(self) -> str:
        """Host and, where the address names one, port: what people are told about where their text goes."""
        return urlsplit(self.url).netloc.rpartition("@")[2].lower()

    @property
    def is_openai(self) -> bool:
        """Whether this is OpenAI itself, in whichever region."""
        hostname = urlsplit(self.url).hostname or ""
        return hostname == "api.openai.com" or hostname.endswith(".api.openai.com")

    @property
    def is_on_this_machine(self) -> bool:
        """Whether the text stays on this machine."""
        hostname = urlsplit(self.url).hostname or ""
        try:
            return ipaddress.ip_address(hostname).is_loopback
        except ValueError:
            return hostname == "localhost" or hostname.endswith(".localhost")
