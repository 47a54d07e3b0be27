"""``foliocast forecast``: simulate a portfolio, show the key figures, write all figures to a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.check import load_or_list
from app.commands.outcome import UsageRefused
from app.commands.outlets import require_outlets, show, write_json
from app.commands.running import running
from app.commands.tables import footline, headline, tables
from app.terminal import run_progress
from models.portfolio import Portfolio
from models.scenarios import BASE

if TYPE_CHECKING:
    from simulation.block import EngineName
    from simulation.executors import Executor
    from simulation.result import Result
    from simulation.summary.shapes import Summary


@dataclass(frozen=True)
class Request:
    """What the command line asks for; None stands for what the portfolio's settings say."""

    file: Path
    scenario: str | None
    trials: int | None
    seed: int | None
    engine: EngineName
    workers: int
    cluster: str | None
    json: Path | None
    xlsx: Path | None = None
    beside: tuple[str, ...] = ()  # scenarios for the workbook's Scenarios sheet
    all_trials: bool = False  # in the workbook


def forecast_file(request: Request) -> None:
    """Carry out a request.

    Raises
    ------
    FileRefused
        If the file holds no portfolio, or a file that is asked for cannot be written; the latter before the run.
    UsageRefused
        If the portfolio has no such scenario, or something is asked of a workbook and none is to be written.
    Ended
        If the portfolio has errors, or the run could not be carried out.
    KeyboardInterrupt
        If the run was cancelled.
    """
    portfolio = load_or_list(request.file)
    require_scenario(portfolio, request.scenario)
    for beside in request.beside:
        require_scenario(portfolio, _scenario_of(beside))
    if request.xlsx is None and (request.beside or request.all_trials):
        raise UsageRefused("--beside and --all-trials are about the workbook; add --xlsx OUT")
    wanted = require_outlets(request.file, request.json, request.xlsx)
    (result, *others), summary = run_request(portfolio, request)
    if request.json is not None:
        write_json(request.json, summary)
    if request.xlsx is not None:
        from app.exchange.results import write_results

        write_results(request.xlsx, portfolio, result, summary, include_trials=request.all_trials, scenarios=others)
    show(headline(summary), tables(summary), footline(summary), wanted)


def _scenario_of(name: str) -> str | None:
    """The id of a scenario as the command line names it; None for the base."""
    return None if name == BASE else name


def require_scenario(portfolio: Portfolio, scenario: str | None) -> None:
    known = [known.id for known in portfolio.scenarios]
    if scenario is not None and scenario not in known:
        there = "there are: " + ", ".join(known) if known else "it has none; leave out --scenario"
        raise UsageRefused(f'the portfolio has no scenario "{scenario}"; {there}')


def run_request(portfolio: Portfolio, request: Request) -> tuple[list[Result], Summary]:
    """The forecast and those beside it, and the first in tables, with progress; interrupts end it."""
    remedy = "try again" if request.cluster else "try fewer workers"
    with (
        running(request.file, "forecast", remedy) as stoppable,
        _cluster_of(request) as cluster,
        run_progress() as listener,
    ):
        from simulation.run import forecast
        from simulation.summarise import summarise

        settings = portfolio.settings
        results = [
            forecast(
                portfolio,
                scenario,
                trials=settings.trials if request.trials is None else request.trials,
                seed=settings.seed if request.seed is None else request.seed,
                engine=request.engine,
                workers=request.workers,
                on_event=listener,
                cancel=stoppable,
                executor=cluster,
            )
            for scenario in (request.scenario, *map(_scenario_of, request.beside))
        ]
        return results, summarise(results[0])


@contextmanager
def _cluster_of(request: Request) -> Iterator[Executor | None]:
    """The cluster that is asked for, open for the run; None computes here.

    Raises
    ------
    UsageRefused
        If the cluster does not answer, or what it takes is not installed.
    """
    if request.cluster is None:
        yield None
        return
    try:
        from simulation.cluster import Cluster

        opened = Cluster(request.cluster)
    except ImportError:
        raise UsageRefused("--cluster needs Dask; install it with: pip install foliocast[cluster]") from None
    except (OSError, ValueError) as error:
        reason = str(error) or "there is no answer"
        remedy = "start `dask scheduler` and give the address that it prints, such as tcp://10.0.0.5:8786"
        raise UsageRefused(f"the cluster at {request.cluster} cannot be used: {reason}; {remedy}") from None
    with opened as cluster:
        yield cluster
