"""What went wrong, as a sentence that says what to do; the log gets the details."""

import errno
from collections.abc import Iterator, Mapping

import structlog
from filelock import Timeout
from pydantic import ValidationError

from adapters.console import printable
from adapters.executors import AlreadyRunningError
from adapters.graph import errors as graph
from adapters.imports import errors as export
from adapters.slack.errors import SlackLockedOutError
from adapters.storage import errors as storage
from adapters.teams.errors import TeamsLockedOutError, UnguardedError
from bot import cards_phrases as cards
from bot import errors, list_phrases, phrases, serving_phrases, slack_phrases, teams_phrases
from bot import knowing_phrases as knowing
from bot import linking_phrases as linking
from bot.ranker_phrases import unknown_ranker
from expertise.errors import EmptyQuestionError
from index.errors import IndexDamagedError, ModelUnusableError

FAILED = 1
_LINES_TOLD = 10
"""Of a list, so many lines that are wrong."""

_log = structlog.get_logger()


def complaint(error: Exception) -> tuple[str, int]:
    """The sentence and the exit code for an error."""
    sentence = phrases.DISK_FULL if _is_full(error) else _known(error)
    if sentence is None:
        _log.error("unexpected", exc_info=error)
        return phrases.UNEXPECTED, FAILED
    return printable(sentence), FAILED


def _is_full(error: BaseException | None) -> bool:
    """Whether a disk was full. NumPy and tantivy, while an index is written, say so in words alone."""
    match error:
        case OSError():
            return error.errno in (errno.ENOSPC, errno.EDQUOT) or " requested and " in str(error)
        case ValueError():
            return "No space left on device" in str(error)
        case _:
            return isinstance(error, IndexDamagedError) and _is_full(error.__cause__)


def _known(error: Exception) -> str | None:  # noqa: C901, PLR0911, PLR0912 a table, read from top to bottom
    match error:
        case EmptyQuestionError():
            return phrases.EMPTY_QUESTION
        case errors.UnknownChannelError():
            return phrases.unknown_channel(error.name)
        case errors.UnknownPersonError():
            return phrases.unknown_person(error.name, error.matches)
        case errors.UnknownWorkspaceError():
            return phrases.which_workspace(error.known) if error.known else phrases.NO_WORKSPACE
        case errors.UnknownRankerError():
            return unknown_ranker(error.number, error.known)
        case errors.NothingToServeError():
            return serving_phrases.NOTHING_TO_SERVE
        case SlackLockedOutError():
            return slack_phrases.locked_out(error.code)
        case TeamsLockedOutError():
            return teams_phrases.locked_out(error.code)
        case graph.GraphMissingError():
            return teams_phrases.GRAPH_MISSING
        case graph.NoTeamsError():
            return teams_phrases.NO_TEAMS
        case graph.NothingReadError():
            return teams_phrases.nothing_read(error.code)
        case graph.NoAnswerError():
            return teams_phrases.no_answer(error.code)
        case UnguardedError():
            return teams_phrases.UNGUARDED
        case errors.IndexMissingError():
            return phrases.INDEX_MISSING
        case errors.NotImportedError():
            return phrases.not_in_export(error.names)
        case errors.PrivateChannelError():
            return phrases.is_private(error.names)
        case errors.TopicError() | errors.TopicLinesError():
            return _of_topics(error)
        case errors.CardError() | errors.CardLinesError():
            return _of_cards(error)
        case errors.LinkError() | errors.PeopleLinesError() | errors.WhichPlatformWorkspaceError():
            return _of_links(error)
        case export.ListError():
            return _of_list(error)
        case IndexDamagedError():
            return phrases.INDEX_DAMAGED
        case ModelUnusableError():
            return phrases.model_unusable(str(error))
        case AlreadyRunningError():
            return phrases.ALREADY_RUNNING
        case Timeout():
            return phrases.ANOTHER_IMPORT
        case ValidationError():
            return phrases.wrong_settings("; ".join(_of_settings(error)))
        case export.NoTenantError():
            return phrases.NO_TENANT
        case export.OtherTenantError():
            return phrases.other_tenant(error.found, error.wanted)
        case export.ExportError():
            return _of_export(error)
        case storage.StorageError():
            return _of_storage(error)
        case PermissionError():
            return phrases.READ_ONLY
        case OSError():
            return _of_system(error)
        case _:
            return None


def _of_topics(error: errors.TopicError | errors.TopicLinesError) -> str:
    match error:
        case errors.EmptyTopicError():
            return knowing.EMPTY_TOPIC
        case errors.UnprintableTopicError():
            return knowing.UNPRINTABLE_TOPIC
        case errors.TooLongTopicError():
            return knowing.too_long_topic(error.length, error.longest)
        case errors.TooManyTopicsError():
            return knowing.too_many_topics(error.most)
        case errors.TopicLinesError():
            return knowing.bad_lines(len(error.faults), _some_lines(error.faults))
        case _:
            return phrases.UNEXPECTED


def _of_links(
    error: errors.LinkError | errors.PeopleLinesError | errors.WhichPlatformWorkspaceError,
) -> str:
    match error:
        case errors.NoSuchEmailError():
            return linking.no_such_email(error.platform)
        case errors.NotAMemberError():
            return linking.not_a_member(error.name, error.platform)
        case errors.NamedTwiceError():
            return linking.named_twice(error.name, error.line)
        case errors.LinkedOtherwiseError():
            return linking.linked_otherwise(error.name)
        case errors.PartedError():
            return linking.parted(error.name)
        case errors.WhichPlatformWorkspaceError():
            which = linking.which_workspace(error.platform, error.known)
            return which if error.known else linking.no_workspace(error.platform)
        case errors.PeopleLinesError():
            return linking.bad_lines(len(error.faults), _some_lines(error.faults))
        case _:
            return phrases.UNEXPECTED


def _of_cards(error: errors.CardError | errors.CardLinesError) -> str:
    if isinstance(error, errors.CardError):
        return cards.fault(error.fault, error.detail)
    some = list(error.faults.items())[:_LINES_TOLD]
    told = [cards.bad_place(place, _known(why) or "") for place, why in some]
    return cards.bad_cards(len(error.faults), told)


def _some_lines(faults: Mapping[int, errors.KennerError]) -> list[str]:
    some = sorted(faults.items())[:_LINES_TOLD]
    return [knowing.bad_line(number, _known(why) or "") for number, why in some]


def _of_list(error: export.ListError) -> str:
    match error:
        case export.ListMissingError():
            return list_phrases.unreadable(error.path)
        case export.ListEncodingError():
            return list_phrases.NOT_UTF8
        case export.EmptyListError():
            return list_phrases.empty(error.columns)
        case export.ListColumnsError():
            return list_phrases.columns_missing(error.columns, error.found)
        case export.ListLineError():
            return list_phrases.broken_line(error.line)
        case _:
            return phrases.UNEXPECTED


def _of_settings(error: ValidationError) -> Iterator[str]:
    """What is wrong with which setting. Never its value, which may hold a password."""
    for item in error.errors():
        reason = item["msg"].removeprefix("Value error, ")
        yield ": ".join([*(f"KENNER_{name}".upper() for name in item["loc"]), reason])


def _of_system(error: OSError) -> str | None:
    match error.errno:
        case errno.EROFS:
            return phrases.READ_ONLY
        case errno.EEXIST | errno.ENOTDIR:
            return phrases.NOT_A_FOLDER
        case _:
            return None


def _of_export(error: export.ExportError) -> str:
    match error:
        case export.NotAZipError():
            return phrases.not_a_zip(error.path, is_folder=error.is_folder)
        case export.MissingFileError():
            return phrases.missing_file(error.file)
        case export.BrokenJsonError():
            return phrases.broken_json(error.file, error.line)
        case export.UnexpectedShapeError():
            return phrases.broken_json(error.file, 0)
        case export.UnsafePathError():
            return phrases.unsafe_path(error.member)
        case export.TooLargeError():
            return phrases.too_large(error.member)
        case export.UnreadableError():
            return phrases.unreadable(error.member or error.path)
        case _:
            return phrases.UNEXPECTED


def _of_storage(error: storage.StorageError) -> str:
    match error:
        case storage.OutdatedSchemaError():
            return phrases.outdated_schema(error.found, error.wanted) if error.found else phrases.NO_SCHEMA
        case storage.NewerSchemaError():
            return phrases.newer_schema(error.found)
        case storage.ReadOnlyError():
            return phrases.READ_ONLY
        case storage.DiskFullError():
            return phrases.DISK_FULL
        case storage.LockedError():
            return phrases.LOCKED
        case storage.UnreachableError():
            return phrases.UNREACHABLE
        case _:
            return phrases.UNEXPECTED
