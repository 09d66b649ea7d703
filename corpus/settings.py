"""Every setting, read once into one frozen object. Nothing else in the project reads the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import SettingsError
from corpus.place import Place, ServerAddress

Mode: TypeAlias = Literal["auto", "extractive", "generated"]


class Settings(BaseSettings):
    """What a person can set, with an environment variable or a line in `.env`. `docs/settings.md` lists them."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True
    )

    library: Path = Field(
        Path("data/library"),
        validation_alias="TESTIMONY_LIBRARY",
        description="Folder of the library.",
    )
    mode: Mode = Field(
        "auto",
        validation_alias="TESTIMONY_MODE",
        description="`extractive` never calls a model, `generated` always does, `auto` does when one is configured.",
    )
    embedder: str = Field(
        "all-MiniLM-L6-v2",
        validation_alias="TESTIMONY_EMBEDDER",
        description="`all-MiniLM-L6-v2` (local), `openai:NAME` (the configured endpoint) or `fastembed:NAME` (downloads it).",
    )
    reranker: str | None = Field(
        None,
        validation_alias="TESTIMONY_RERANKER",
        description="Reads the first finds again: `fastembed:NAME` (a cross-encoder, downloads it) or `model` (the language model).",
    )
    weights: Path | None = Field(
        None,
        validation_alias="TESTIMONY_WEIGHTS",
        description="Folder with all-MiniLM-L6-v2's `model.safetensors` and `tokenizer.json`, instead of the package.",
    )
    cache: Path | None = Field(
        None,
        validation_alias="TESTIMONY_CACHE",
        description="Folder for what can be built again (the graphs of the local model). Default: the user's cache folder.",
    )
    model: str | None = Field(
        None,
        validation_alias=AliasChoices("TESTIMONY_MODEL", "OPENAI_MODEL"),
        description="Language model. Default: `gpt-4o-mini` at OpenAI, else the first the endpoint lists.",
    )
    window_tokens: int = Field(
        8_000,
        ge=3_600,
        validation_alias="TESTIMONY_WINDOW",
        description="Tokens a request may take with its reply. Ollama reads `num_ctx` (4096) and drops the rest unsaid: set 4000 there.",
    )
    judge: bool = Field(
        False,
        validation_alias="TESTIMONY_JUDGE",
        description="`1` has the model look at every verified statement again; it may doubt one, and never vouches for one.",
    )
    price_in: float | None = Field(
        None,
        ge=0,
        validation_alias="TESTIMONY_PRICE_IN",
        description="What the endpoint charges for a million tokens sent. With the next one, answers say what they cost.",
    )
    price_out: float | None = Field(
        None,
        ge=0,
        validation_alias="TESTIMONY_PRICE_OUT",
        description="What it charges for a million tokens received.",
    )
    currency: str | None = Field(
        None,
        validation_alias="TESTIMONY_CURRENCY",
        description="What the two prices are in, as it is to be shown: `GBP`, `€`.",
    )
    timeout_seconds: float = Field(
        60,
        gt=0,
        validation_alias="TESTIMONY_TIMEOUT",
        description="Seconds without a byte from the endpoint before giving up.",
    )
    retries: int = Field(
        1,
        ge=0,
        le=10,
        validation_alias="TESTIMONY_RETRIES",
        description="How often a failed request is sent again.",
    )
    at_once: int = Field(
        4,
        ge=1,
        le=32,
        validation_alias="TESTIMONY_AT_ONCE",
        description="How many interviews the model reads, or claims it checks, at a time. Fewer where the endpoint says that it is asked too much.",
    )
    openai_api_key: SecretStr | None = Field(
        None,
        validation_alias="OPENAI_API_KEY",
        description="Key of the endpoint. Setting it turns on generated answers.",
    )
    openai_base_url: str | None = Field(
        None,
        validation_alias="OPENAI_BASE_URL",
        description="Any OpenAI-compatible endpoint (Ollama, llama.cpp, vLLM, Azure). Setting it turns on generated answers.",
    )

    chroma_host: str | None = Field(
        None,
        validation_alias="CHROMA_HOST",
        description="Host of a Chroma server that holds the library, instead of the folder.",
    )
    chroma_port: int = Field(8000, ge=1, le=65535, validation_alias="CHROMA_PORT", description="Port of that server.")
    chroma_ssl: bool = Field(False, validation_alias="CHROMA_SSL", description="Whether that server speaks https.")
    chroma_token: SecretStr | None = Field(
        None, validation_alias="CHROMA_TOKEN", description="Bearer token that server, or the proxy before it, asks for."
    )
    chroma_api_key: SecretStr | None = Field(
        None, validation_alias="CHROMA_API_KEY", description="Key of Chroma Cloud. Setting it keeps the library there."
    )
    chroma_tenant: str | None = Field(
        None, validation_alias="CHROMA_TENANT", description="Tenant of the server or of Chroma Cloud."
    )
    chroma_database: str | None = Field(
        None,
        validation_alias="CHROMA_DATABASE",
        description="Database there: one library each. A server's is made when missing.",
    )
    chroma_patience_seconds: float = Field(
        60,
        ge=0,
        validation_alias="CHROMA_PATIENCE",
        description="Seconds to go on trying a Chroma server that went away.",
    )
    job_index: int | None = Field(
        None,
        ge=0,
        validation_alias="JOB_COMPLETION_INDEX",
        description="Which part of the files this job reads, from 0. Kubernetes sets it in an indexed job.",
    )
    job_count: int | None = Field(
        None,
        ge=1,
        validation_alias="JOB_COMPLETIONS",
        description="How many parts there are. Set it beside the job's `completions`.",
    )

    @property
    def place(self) -> Place:
        """Where the library is."""
        if self.chroma_host is None and self.chroma_api_key is None:
            return Place(folder=self.library)
        return Place(
            folder=self.library,
            server=ServerAddress(
                host=self.chroma_host or "",
                port=self.chroma_port,
                ssl=self.chroma_ssl,
                token=self.chroma_token.get_secret_value() if self.chroma_token else None,
                api_key=self.chroma_api_key.get_secret_value() if self.chroma_api_key else None,
                tenant=self.chroma_tenant,
                database=self.chroma_database,
                patience_seconds=self.chroma_patience_seconds,
            ),
        )

    @property
    def has_endpoint(self) -> bool:
        """Whether a language model was configured."""
        return self.openai_api_key is not None or self.openai_base_url is not None

    @property
    def generates(self) -> bool:
        """Whether answers are written by a model."""
        return self.mode == "generated" or (self.mode == "auto" and self.has_endpoint)


def read_settings(library: Path | None = None) -> Settings:
    """The settings of this process; `library` (from the command line) wins over the environment.

    Raises SettingsError naming the variable, its value and what it should be.
    """
    try:
        settings = Settings()  # type: ignore[call-arg]  # every field comes from the environment
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        raise SettingsError(f"The setting {name}={first.get('input')!r} cannot be used: {first['msg']}.") from None
    if (settings.price_in is None) != (settings.price_out is None):
        raise SettingsError("TESTIMONY_PRICE_IN and TESTIMONY_PRICE_OUT go together: set both, or neither.")
    return settings if library is None else settings.model_copy(update={"library": library})
