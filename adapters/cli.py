"""The one console command. It knows the commands by name and loads the one that is called."""

import importlib
import sys
from collections.abc import Sequence
from typing import Any

import click

_COMMANDS = {
    "import": "Read a Slack export, or Teams' messages, into the database.",
    "ask": "Find the people who know about something.",
    "know": "Say who knows what: one person, or a list.",
    "cards": "Write knowledge cards out, or bring some in.",
    "people": "Say whose accounts in Slack and Teams are one person's.",
    "serve": "Run the bot.",
    "slack": "Make the app in Slack, and check its tokens and permissions.",
    "teams": "Make the app for Microsoft Teams, check it, and read its past.",
    "suggest": "Say in which channels past answers are suggested, and how it goes.",
    "replay": "Ask past questions again, and see who would have been found.",
    "simulate": "Carry past questions to invented people: a simulation.",
    "tune": "Measure from which chance on a past answer is worth saying.",
    "ranker": "Show the weights of the ranking, learn them, or go back.",
    "reindex": "Embed what is not embedded and build the search index anew.",
    "migrate": "Bring the database to the schema of this version.",
    "status": "Show how many events wait, and how questions and messages went.",
    "doctor": "Check the installation, and say what to do.",
    "demo": "See the main job on a sample workspace.",
}


class _Commands(click.Group):
    """Loads a command's module only when it is called, so that ``kenner --help`` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"adapters.commands.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.command(cls=_Commands, epilog="Settings are KENNER_… variables; README.md lists them.")
@click.version_option(package_name="kenner")
def kenner() -> None:
    """Find the colleagues who know.

    Kenner reads a workspace's chat history and says who is best suited to answer a question, and why.
    Nothing leaves this machine.

    \b
      kenner migrate
      kenner import export.zip
      kenner ask "restore a Postgres backup"
    """  # noqa: D301 click reads the escape as "do not wrap what follows"


def main(arguments: Sequence[str] | None = None, command: click.Command = kenner) -> None:
    """Run a command; what goes wrong becomes one sentence and an exit code."""
    try:
        code = command.main(arguments, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _stop_interrupted()
    except Exception as error:  # noqa: BLE001 the last place where anything can be said to a person
        _stop(error)
    sys.exit(code if isinstance(code, int) else 0)


def _stop_interrupted() -> None:
    from bot.phrases import INTERRUPTED  # noqa: PLC0415

    click.echo(f"\n{INTERRUPTED}", err=True)
    sys.exit(130)


def _stop(error: Exception) -> None:
    from adapters import logs  # noqa: PLC0415
    from adapters.complaints import complaint  # noqa: PLC0415

    logs.set_up()
    sentence, code = complaint(error)
    click.echo(sentence, err=True)
    sys.exit(code)


def run(coroutine: Any) -> Any:  # noqa: ANN401 whatever the command's coroutine gives
    """Run a command's coroutine."""
    import asyncio  # noqa: PLC0415

    return asyncio.run(coroutine)


if __name__ == "__main__":
    main()
