"""Every error becomes a sentence that says what to do; what is not known goes to the log alone."""

import errno

import pytest
from filelock import Timeout
from pydantic import BaseModel, ValidationError
from structlog.testing import capture_logs

from adapters.complaints import FAILED, complaint
from adapters.executors import AlreadyRunningError
from adapters.imports import errors as export
from adapters.storage import errors as storage
from adapters.teams.errors import TeamsLockedOutError, UnguardedError
from bot import errors, phrases
from bot.types import Platform
from expertise.errors import EmptyQuestionError
from index.errors import IndexDamagedError, ModelUnusableError
from tests.support.builders import person_id

SECRET = "the payroll of Ada"

KNOWN = [
    EmptyQuestionError(),
    errors.UnknownChannelError("data"),
    errors.UnknownPersonError("ada", 0),
    errors.UnknownPersonError("ada", 2),
    errors.UnknownWorkspaceError([]),
    errors.UnknownWorkspaceError(["Acme", "Umbrella"]),
    errors.UnknownRankerError(3, []),
    errors.UnknownRankerError(3, [1, 2]),
    errors.IndexMissingError(),
    errors.EmptyTopicError(),
    errors.UnprintableTopicError(),
    errors.TooLongTopicError(101, 100),
    errors.TooManyTopicsError(person_id("ada"), 50),
    errors.TopicLinesError({3: errors.EmptyTopicError(), 4: errors.UnknownPersonError("ada", 0)}),
    errors.NoSuchEmailError(Platform.TEAMS),
    errors.NotAMemberError("Ada", Platform.SLACK),
    errors.NamedTwiceError("Ada", 3),
    errors.LinkedOtherwiseError("Ada"),
    errors.PartedError("Ada"),
    errors.PeopleLinesError({3: errors.PartedError("Ada"), 4: errors.UnknownPersonError("ada", 0)}),
    errors.WhichPlatformWorkspaceError(Platform.TEAMS, []),
    errors.WhichPlatformWorkspaceError(Platform.SLACK, ["Acme", "Umbrella"]),
    export.ListMissingError("x.csv"),
    export.ListEncodingError(),
    export.EmptyListError(),
    export.ListColumnsError(["who"]),
    export.ListLineError(3),
    errors.NotImportedError(["data"]),
    errors.NothingToServeError(),
    TeamsLockedOutError("invalid_client"),
    TeamsLockedOutError("AADSTS7000222"),
    TeamsLockedOutError(""),
    UnguardedError(),
    IndexDamagedError("x"),
    ModelUnusableError("The model is missing."),
    Timeout("x"),
    AlreadyRunningError(),
    export.NotAZipError("x.zip"),
    export.MissingFileError("users.json"),
    export.BrokenJsonError("users.json", line=3, column=1),
    export.UnexpectedShapeError("users.json"),
    export.UnsafePathError("../x"),
    export.TooLargeError("x", size=9, limit=1),
    export.UnreadableError(export.Unreadable.NOT_FOUND, path="x.zip"),
    storage.OutdatedSchemaError(None, "0001"),
    storage.NewerSchemaError("0009", "0001"),
    storage.ReadOnlyError(),
    storage.DiskFullError(),
    storage.LockedError(),
    storage.UnreachableError(),
    PermissionError(),
    OSError(errno.ENOSPC, "full"),
]


@pytest.mark.parametrize("error", KNOWN, ids=lambda error: type(error).__name__)
def test_what_is_known_becomes_a_sentence(error: Exception) -> None:
    with capture_logs() as logged:
        sentence, code = complaint(error)

    assert sentence.endswith((".", "!")) or "kenner " in sentence
    assert sentence != phrases.UNEXPECTED
    assert code == FAILED
    assert logged == []


def test_what_is_not_known_is_told_to_the_log_and_not_to_people() -> None:
    with capture_logs() as logged:
        sentence, code = complaint(RuntimeError(SECRET))

    assert sentence == phrases.UNEXPECTED
    assert SECRET not in sentence
    assert [line["event"] for line in logged] == ["unexpected"]
    assert code == FAILED


@pytest.mark.parametrize(
    "error", [export.ExportError(SECRET), storage.StorageError(SECRET), storage.ConflictError(SECRET)]
)
def test_no_error_is_shown_as_it_is(error: Exception) -> None:
    assert SECRET not in complaint(error)[0]


def test_a_name_out_of_a_file_does_not_drive_the_terminal() -> None:
    sentence, _ = complaint(export.UnsafePathError("../\x1b[2Jx\r\n"))

    assert sentence.isprintable()


def test_wrong_settings_are_named() -> None:
    class _Settings(BaseModel):
        threads: int

    with pytest.raises(ValidationError) as caught:
        _Settings(threads="many")

    assert "integer" in complaint(caught.value)[0]
