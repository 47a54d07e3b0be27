"""The command line: which commands there are, what they take, and what their exit codes mean.

Owns names, options and help; the work is in ``app.commands``, imported only when a command is called, so that help and
mistakes answer at once.
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.commands.outcome import ending, settle_streams


class GoalKind(StrEnum):
    """What an optimiser tries to raise."""

    value = "value"
    risk = "risk"
    objective = "objective"


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
Workers = Annotated[
    int,
    typer.Option(min=1, max=256, metavar="N", help="Blocks computed side by side.", show_default="one a core, up to 4"),
]
DEFAULT_WORKERS = min(os.cpu_count() or 1, 4)


def run() -> int:
    """Carry out what the command line asks for; its exit code."""
    settle_streams()
    try:
        app(prog_name="foliocast")
    except SystemExit as left:
        if isinstance(left.__context__, BrokenPipeError):  # ``--help | head``: its reader has what it wants
            return 0
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
        from app.commands.open import has_display

        if has_display():
            _open(None)
        else:
            typer.echo(context.get_help())


@app.command(name="open")
def open_(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A portfolio file (*.foliocast).", show_default=False)
    ] = None,
    sample: Annotated[bool, typer.Option("--sample", help="Open the sample portfolio.")] = False,
) -> None:
    """Open the window, with a portfolio in it."""
    _open(file, sample=sample)


def _open(file: Path | None, *, sample: bool = False) -> None:
    with ending():
        from app.commands.open import open_window

        open_window(file, sample=sample)


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
        int | None,
        typer.Option(min=1, max=10_000_000, metavar="N", help="Simulated futures; as in the portfolio without it."),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(min=0, max=2**63 - 1, metavar="N", help="Start of all chance; as in the portfolio without it."),
    ] = None,
    engine: Annotated[Engine, typer.Option(help="simpy is the reference: slower, the same times.")] = Engine.compiled,
    workers: Workers = DEFAULT_WORKERS,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Compute on a Dask cluster, such as tcp://host:8786.", show_default=False),
    ] = None,
    json: Annotated[
        Path | None,
        typer.Option(metavar="OUT", help="Write every figure to this file; see docs/json.md.", show_default=False),
    ] = None,
    xlsx: Annotated[
        Path | None,
        typer.Option(metavar="OUT", help="Write the results workbook; see docs/excel.md.", show_default=False),
    ] = None,
    beside: Annotated[
        list[str] | None,
        typer.Option(metavar="S", help="Another scenario, or base, for the workbook's Scenarios sheet; repeatable."),
    ] = None,
    all_trials: Annotated[
        bool, typer.Option("--all-trials", help="Write every trial's figures into the workbook too.")
    ] = False,
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
                cluster=cluster,
                json=json,
                xlsx=xlsx,
                beside=tuple(beside or ()),
                all_trials=all_trials,
            )
        )


@app.command()
def compare(
    file: PortfolioFile,
    scenarios: Annotated[
        list[str],
        typer.Argument(metavar="S1 S2 ...", help="Two to four scenarios; base is the plan without one."),
    ],
    trials: Annotated[
        int | None,
        typer.Option(min=1, max=100_000, metavar="N", help="Simulated futures; as in the portfolio without it."),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(min=0, max=2**63 - 1, metavar="N", help="Start of all chance; as in the portfolio without it."),
    ] = None,
    workers: Workers = DEFAULT_WORKERS,
    json: Annotated[
        Path | None,
        typer.Option(metavar="OUT", help="Write every figure to this file; see docs/compare.md.", show_default=False),
    ] = None,
    xlsx: Annotated[
        Path | None,
        typer.Option(metavar="OUT", help="Write the comparison as a workbook.", show_default=False),
    ] = None,
) -> None:
    """Try scenarios in the same futures and show which is better, by how much and how surely."""
    with ending():
        from app.commands.compare import Request, compare_file

        compare_file(
            Request(
                file=file,
                scenarios=tuple(scenarios),
                trials=trials,
                seed=seed,
                workers=workers,
                json=json,
                xlsx=xlsx,
            )
        )


@app.command()
def optimise(
    file: PortfolioFile,
    goal: Annotated[
        GoalKind, typer.Option(help="Expected value, value less risk, or the odds of an objective.")
    ] = GoalKind.value,
    weight: Annotated[
        float,
        typer.Option("--lambda", min=0, metavar="L", help="Weight of the mean loss in bad futures, for the goal risk."),
    ] = 0.5,
    objective: Annotated[
        str | None, typer.Option(metavar="ID", help="The objective, for that goal.", show_default=False)
    ] = None,
    scenario: Annotated[
        str | None, typer.Option(metavar="S", help="Id of the scenario; the base without it.", show_default=False)
    ] = None,
    budget_factor: Annotated[
        float, typer.Option(metavar="F", help="All budgets are multiplied by it, such as 0.9.")
    ] = 1.0,
    must: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Fund this initiative; may be repeated.", show_default=False)
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Do not fund it; may be repeated.", show_default=False)
    ] = None,
    order: Annotated[bool, typer.Option("--order", help="Look for a better order of work, too.")] = False,
    frontier: Annotated[bool, typer.Option("--frontier", help="Show the best value for every total budget.")] = False,
    hiring: Annotated[bool, typer.Option("--hiring", help="Show which hires pay.")] = False,
    cut_line: Annotated[
        float | None,
        typer.Option(metavar="SHARE", help="Show how far down the ranking the budget reaches, such as 0.8."),
    ] = None,
    trials: Annotated[int, typer.Option(min=1, max=100_000, metavar="N", help="Simulated futures of a choice.")] = 1000,
    seed: Annotated[
        int | None,
        typer.Option(min=0, max=2**62 - 1, metavar="N", help="Start of all chance; as in the portfolio without it."),
    ] = None,
    json: Annotated[
        Path | None,
        typer.Option(metavar="OUT", help="Write everything to this file; see docs/deciding.md.", show_default=False),
    ] = None,
    save_scenario: Annotated[
        str | None, typer.Option(metavar="NAME", help="Make the best choice a scenario.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where the portfolio with it goes.", show_default=False)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Find what to fund, by which option and in which order, under budgets, people and rules."""
    with ending():
        from app.commands.optimise import Request, optimise_file

        optimise_file(
            Request(
                file=file,
                scenario=scenario,
                goal=goal.value,
                weight=weight,
                objective=objective,
                budget_factor=budget_factor,
                must=tuple(must or ()),
                excluded=tuple(exclude or ()),
                order=order,
                frontier=frontier,
                hiring=hiring,
                cut_line=cut_line,
                trials=trials,
                seed=seed,
                json=json,
                save_scenario=save_scenario,
                out=out,
                replace=force,
            )
        )


@app.command()
def report(
    file: PortfolioFile,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The page to write (*.pdf).", show_default=False)],
    scenario: Annotated[
        str | None, typer.Option(metavar="S", help="Id of the scenario; the base without it.", show_default=False)
    ] = None,
    trials: Annotated[
        int | None,
        typer.Option(min=1, max=10_000_000, metavar="N", help="Simulated futures; as in the portfolio without it."),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(min=0, max=2**63 - 1, metavar="N", help="Start of all chance; as in the portfolio without it."),
    ] = None,
) -> None:
    """Write the plan on one page, fit for a board: value, roadmap, budget, objectives, what matters, problems."""
    with ending():
        from app.commands.report import Request, report_file

        report_file(Request(file=file, out=out, scenario=scenario, trials=trials, seed=seed))


@app.command()
def sample(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where to put it.", show_default=False)],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write the sample portfolio of a software company: something to try things with."""
    with ending():
        from app.commands.sample import write_sample

        write_sample(out, replace=force)


@app.command(name="import")
def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A workbook (*.xlsx), or a folder of CSV files.", show_default=False)
    ],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The portfolio file to write.", show_default=False)],
    onto: Annotated[
        Path | None,
        typer.Option(metavar="EXISTING", help="Lay it on this portfolio, matching by id.", show_default=False),
    ] = None,
    partial: Annotated[bool, typer.Option("--partial", help="Take the good rows and list the others.")] = False,
    remove_missing: Annotated[
        bool, typer.Option("--remove-missing", help="Take out records that are missing in a sheet that is there.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Read a workbook or a folder of CSV files, list every problem by its cell, and write a portfolio."""
    with ending():
        from app.commands.exchange import import_into

        import_into(
            file, out, onto=onto, partial=partial, remove_missing=remove_missing, dry_run=dry_run, replace=force
        )


@app.command()
def export(
    file: PortfolioFile,
    out: Annotated[
        Path,
        typer.Argument(metavar="OUT", help="A workbook (*.xlsx), or a folder for CSV files.", show_default=False),
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
) -> None:
    """Write a portfolio as the workbook, or the CSV files, that `import` reads."""
    with ending():
        from app.commands.exchange import export_portfolio

        export_portfolio(file, out, replace=force)


@app.command()
def template(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The workbook to write (*.xlsx).", show_default=False)],
    sample: Annotated[bool, typer.Option("--sample", help="Fill it with the sample portfolio.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write the workbook to be filled in: one sheet for each kind of record, with help and drop-down lists."""
    with ending():
        from app.commands.exchange import write_template

        write_template(out, sample=sample, replace=force)


@app.command()
def schema() -> None:
    """Show the JSON Schema of portfolio files."""
    with ending():
        import json

        from models.codec import json_schema

        sys.stdout.write(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")
