"""Settings: the only reader of the environment. Each is a ``KENNER_…`` variable or a line of ``.env``."""

import os
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot import phrases

_PREFIX = "KENNER_"
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_DATABASES = ("postgres://", "postgresql://", "postgresql+psycopg://", "sqlite:///", "sqlite+aiosqlite:///")


class Settings(BaseSettings):
    """How this installation runs. Unknown ``KENNER_…`` names are refused: a typo must not pass in silence."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_file=".env", dotenv_filtering="match_prefix", extra="ignore", frozen=True
    )

    data_dir: Path = Field(default=Path.home() / ".kenner", description="Database, index and caches.")
    database_url: str = Field(
        default="", description="Empty: SQLite in the data folder. Or a PostgreSQL URL."
    )
    model: str = Field(
        default="", description="Empty: the packaged model. Or a sentence-transformers name or folder."
    )
    model_languages: str = Field(
        default="", description="Languages the model reads, as codes: en,de. Or: all."
    )
    threads: int = Field(default=0, ge=0, description="Threads for embedding; 0 leaves it to torch.")
    fairness: float = Field(
        default=0.2, ge=0, le=2, description="People this close to the best take turns; 0: nobody."
    )
    workspace: str = Field(default="", description="Which workspace, where there are several.")
    log_level: str = Field(default="WARNING", description="DEBUG, INFO, WARNING or ERROR.")

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown(cls, values: dict[str, Any]) -> dict[str, Any]:
        known = {f"{_PREFIX}{name}".upper() for name in cls.model_fields}
        in_file = {f"{_PREFIX}{name}".upper() for name in values}
        in_environment = {name.upper() for name in os.environ if name.upper().startswith(_PREFIX)}
        if unknown := (in_file | in_environment) - known:
            raise ValueError(phrases.unknown_settings(sorted(unknown), sorted(known)))
        return values

    @field_validator("log_level")
    @classmethod
    def _refuse_unknown_level(cls, level: str) -> str:
        if level.upper() not in _LOG_LEVELS:
            raise ValueError(phrases.UNKNOWN_LOG_LEVEL)
        return level.upper()

    @field_validator("database_url")
    @classmethod
    def _refuse_unknown_database(cls, url: str) -> str:
        if url and not url.startswith(_DATABASES):
            raise ValueError(phrases.UNKNOWN_DATABASE)
        return url

    @property
    def url(self) -> str:
        """The database's URL with its async driver."""
        if not self.database_url:
            return f"sqlite+aiosqlite:///{self.data_dir.expanduser().absolute() / 'kenner.db'}"
        return _with_driver(self.database_url)

    @property
    def languages(self) -> frozenset[str] | None:
        """Languages that a model of one's own serves; None for all."""
        codes = frozenset(code.strip().lower() for code in self.model_languages.split(",") if code.strip())
        return None if not codes or "all" in codes else codes


def _with_driver(url: str) -> str:
    for scheme, driver in (
        ("postgres://", "postgresql+psycopg://"),
        ("postgresql://", "postgresql+psycopg://"),
        ("sqlite:///", "sqlite+aiosqlite:///"),
    ):
        if url.startswith(scheme):
            return driver + url.removeprefix(scheme)
    return url
