"""The command line: which commands there are, what they take, and what their exit codes mean.

Owns names, options and help; the work is in ``app.commands``, imported only when a command is called, so that help and
mistakes answer at once.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.commands.outcome import ending, settle_streams


class Engine(StrEnum):
    """Which engine simulates the delivery."""

    compiled = "compiled"
    simpy = "simpy"


app = typer.Typer(
    name="foliocast",
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Forecasts product portfolios: dates, load, cost and return, with their odds.",
    epilog="Exit codes: 0 done, 1 the portfolio has errors, 2 wrong usage, 3 file or data refused, 130 cancelled.",
)

PortfolioFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="A portfolio file (*.foliocast).", show_default=False)
]


def run() -> int:
    """Carry out what the command line asks for; its exit code."""
    settle_streams()
    try:
        app(prog_name="foliocast")
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else int(left.code is not None)
    return 0


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"foliocast {version('foliocast')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _foliocast(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and leave.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def check(file: PortfolioFile) -> None:
    """Say everything that is wrong or odd in a portfolio, with record, field and remedy."""
    with ending():
        from app.commands.check import check_file

        check_file(file)


@app.command()
def forecast(
    file: PortfolioFile,
    scenario: Annotated[
        str | None, typer.Option(metavar="S", help="Id of the scenario; the base without it.", show_default=False)
    ] = None,
    trials: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Simulated futures; as in the portfolio without it.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Start of all chance; as in the portfolio without it.")
    ] = None,
    engine: Annotated[Engine, typer.Option(help="simpy is the reference: slower, the same times.")] = Engine.compiled,
    workers: Annotated[int, typer.Option(min=1, max=256, metavar="N", help="Processes that compute.")] = 1,
    json: Annotated[
        Path | None,
        typer.Option(metavar="OUT", help="Write every figure to this file; see docs/json.md.", show_default=False),
    ] = None,
) -> None:
    """Simulate a portfolio and show what it delivers, when, with whom, for how much and what it is worth."""
    with ending():
        from app.commands.forecast import Request, forecast_file

        forecast_file(
            Request(
                file=file,
                scenario=scenario,
                trials=trials,
                seed=seed,
                engine=engine.value,
                workers=workers,
                json=json,
            )
        )


@app.command()
def sample(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where to put it.", show_default=False)],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write the sample portfolio of a software company: something to try things with."""
    with ending():
        from app.commands.sample import write_sample

        write_sample(out, replace=force)


@app.command()
def schema() -> None:
    """Show the JSON Schema of portfolio files."""
    with ending():
        import json

        from models.codec import json_schema

        sys.stdout.write(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")
