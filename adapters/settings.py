"""Settings: the only reader of the environment. Each is a ``KENNER_…`` variable or a line of ``.env``."""

import os
from datetime import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from adapters import asking_times
from bot import pace_phrases, phrases, weekly_phrases
from bot.hours import Hours
from bot.round_types import Paces
from bot.weeks import NoteTime

_PREFIX = "KENNER_"
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_DAYS = {day: number for number, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_OFF = "off"
_MODES = ("notice", "opt-in", "opt-out")
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
    slack_bot_token: SecretStr = Field(default=SecretStr(""), description="xoxb-…, of the app in Slack.")
    slack_app_token: SecretStr = Field(default=SecretStr(""), description="xapp-…: Socket Mode.")
    slack_signing_secret: SecretStr = Field(default=SecretStr(""), description="HTTP events.")
    slack_api_url: str = Field(default="https://slack.com/api/", description="Where Slack's Web API is.")
    slack_channels: str = Field(default="", description="Public channels to join by itself, as names: a,b.")
    slack_ask_command: str = Field(default="/whoknows", description="As in the manifest.")
    slack_know_command: str = Field(default="/iknow", description="As in the manifest.")
    slack_aloud_command: str = Field(default="/til", description="As in the manifest.")
    teams_app_id: str = Field(default="", description="Of the app registration in Entra.")
    teams_app_password: SecretStr = Field(default=SecretStr(""), description="Its client secret.")
    teams_tenant_id: str = Field(default="", description="The tenant that is served, and no other.")
    teams_open_teams: str = Field(
        default="", description="Ids of teams that everyone in the tenant may read: a,b."
    )
    teams_local: bool = Field(
        default=False, description="Without an app: serve whoever is on this machine, to try it out."
    )
    teams_history: bool = Field(
        default=False, description="Whether kenner serve reads the past of Teams from Microsoft Graph."
    )
    teams_graph_url: str = Field(
        default="https://graph.microsoft.com/v1.0", description="Where Microsoft Graph is."
    )
    teams_login_url: str = Field(
        default="https://login.microsoftonline.com", description="Where apps log in to the tenant."
    )
    helps_outsiders: bool = Field(default=False, description="Whether guests and other companies may ask.")
    naming: str = Field(default="notice", description="notice, opt-in or opt-out: who may be named.")
    named_a_week: int = Field(
        default=10, ge=1, description="How often one person is named in a week at most."
    )
    unasked_a_week: int = Field(
        default=3, ge=0, description="How much one person gets in a week at most that they did not ask for."
    )
    suggests_after: int = Field(
        default=120,
        ge=0,
        le=3_000,
        description="Seconds in which a person may be first to answer in a channel.",
    )
    workday: str = Field(
        default="09:00-17:00", description="When people may be asked who stated no hours, on their clock."
    )
    workdays: str = Field(default="mon,tue,wed,thu,fri", description="On which days they may.")
    time_zone: str = Field(default="UTC", description="The clock of whoever has none in their profile.")
    where_else: str = Field(
        default="", max_length=300, description="Your own sentence for whom nobody was free to help."
    )
    ask_next_after: str = Field(
        default="15m,2h,6h", description="Until the next is asked: today, this week, no hurry."
    )
    ask_for_at_most: str = Field(default="8h,40h,80h", description="How long people are asked at most.")
    ask_still_good_after: str = Field(
        default="2h,4h,4h", description="Until a silent helper is asked whether it is still good."
    )
    ask_solved_after: str = Field(
        default="8h", description="Of quiet, until it is asked whether it is solved."
    )
    draft_after: str = Field(
        default="15m,off,off", description="Until there is a draft beside the asking; off: at its end."
    )
    weekly_note_day: str = Field(default="mon", description="When weekly notes are told: mon … sun, or off.")
    weekly_note_hour: int = Field(
        default=9, ge=0, le=23, description="Not before this hour, on each person's clock."
    )
    retention_days: int = Field(default=0, ge=0, description="Older messages are forgotten; 0: none are.")
    host: str = Field(default="127.0.0.1", description="Address that kenner serve listens on.")
    port: int = Field(default=8080, ge=0, le=65_535, description="Port that kenner serve listens on.")
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

    @field_validator("naming")
    @classmethod
    def _refuse_unknown_mode(cls, mode: str) -> str:
        if mode not in _MODES:
            raise ValueError(phrases.UNKNOWN_NAMING)
        return mode

    @field_validator("weekly_note_day")
    @classmethod
    def _refuse_unknown_day(cls, day: str) -> str:
        if day.strip().casefold() not in {*_DAYS, _OFF}:
            raise ValueError(weekly_phrases.UNKNOWN_DAY)
        return day.strip().casefold()

    @field_validator("ask_next_after", "ask_for_at_most", "ask_still_good_after", "ask_solved_after")
    @classmethod
    def _refuse_odd_times(cls, written: str) -> str:
        try:
            asking_times.times(written)
        except ValueError as error:
            raise ValueError(pace_phrases.ODD_TIMES) from error
        return written

    @field_validator("draft_after")
    @classmethod
    def _refuse_odd_times_or_off(cls, written: str) -> str:
        try:
            asking_times.times_or_off(written)
        except ValueError as error:
            raise ValueError(pace_phrases.ODD_TIMES_OR_OFF) from error
        return written

    @field_validator("database_url")
    @classmethod
    def _refuse_unknown_database(cls, url: str) -> str:
        if url and not url.startswith(_DATABASES):
            raise ValueError(phrases.UNKNOWN_DATABASE)
        return url

    @model_validator(mode="after")
    def _refuse_odd_hours(self) -> "Settings":
        try:
            _ = self.hours
        except (KeyError, ValueError) as error:
            raise ValueError(phrases.ODD_HOURS) from error
        return self

    @model_validator(mode="after")
    def _refuse_nobody_next(self) -> "Settings":
        try:
            _ = self.paces
        except ValueError as error:
            raise ValueError(pace_phrases.NOBODY_NEXT) from error
        return self

    @property
    def paces(self) -> Paces:
        """How long is waited while people are asked one after another."""
        return asking_times.paces(
            next_after=self.ask_next_after,
            at_most=self.ask_for_at_most,
            still_good=self.ask_still_good_after,
            solved=self.ask_solved_after,
            drafts=self.draft_after,
        )

    @property
    def hours(self) -> Hours:
        """Of whoever stated none."""
        start, _, end = self.workday.partition("-")
        days = [day.strip().casefold() for day in self.workdays.split(",") if day.strip()]
        return Hours(
            start=time.fromisoformat(start.strip()),
            end=time.fromisoformat(end.strip()),
            days=frozenset(_DAYS[day] for day in days),
            zone=ZoneInfo(self.time_zone).key,
        )

    @property
    def notes(self) -> NoteTime | None:
        """When weekly notes are told; None: there are none."""
        if self.weekly_note_day == _OFF:
            return None
        return NoteTime(day=_DAYS[self.weekly_note_day], hour=self.weekly_note_hour)

    @property
    def url(self) -> str:
        """The database's URL with its async driver."""
        if not self.database_url:
            return f"sqlite+aiosqlite:///{self.data_dir.expanduser().absolute() / 'kenner.db'}"
        return _with_driver(self.database_url)

    @property
    def open_teams(self) -> tuple[str, ...]:
        """Teams that everyone in the tenant may read."""
        return tuple(filter(None, (team.strip() for team in self.teams_open_teams.split(","))))

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
