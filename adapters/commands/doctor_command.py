"""``kenner doctor``."""

from __future__ import annotations

import click

from adapters.cli import run

UNWELL = 1


@click.command("doctor")
@click.option("--quiet", is_flag=True, help="Say only what is wrong; for health checks.")
@click.pass_context
def command(ctx: click.Context, quiet: bool) -> None:  # noqa: FBT001 click passes flags so
    """Check Python, database, schema, model, index, disk and languages, and say what to do.

    Exit codes: 0 all is well, or only hints; 1 something must be done.
    """
    from adapters.doctor import Finding, Level, examine  # noqa: PLC0415
    from adapters.settings import Settings  # noqa: PLC0415
    from adapters.wiring import Application  # noqa: PLC0415

    findings: list[Finding] = run(examine(Application(Settings())))
    for finding in findings:
        if not quiet or finding.level is not Level.FINE:
            click.echo(f"{finding.level.value:>6}  {finding.subject}: {finding.text}")
    ctx.exit(UNWELL if any(f.level is Level.WRONG for f in findings) else 0)
