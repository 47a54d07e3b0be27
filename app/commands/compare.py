"""``foliocast compare``: scenarios in the same futures, shown side by side and written to files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.check import load_or_list
from app.commands.comparison_tables import footline, headline, tables
from app.commands.outcome import UsageRefused
from app.commands.outlets import require_outlets, show, write_json
from app.commands.running import running
from app.terminal import run_progress
from models.address import closest
from models.portfolio import Portfolio
from models.scenarios import BASE
from simulation.progress import Listener, RunStarted, TrialsDone

if TYPE_CHECKING:
    from simulation.decide.pace import StepDone, Telling
    from simulation.decide.scenarios.comparison import Comparison


@dataclass(frozen=True)
class Request:
    """What the command line asks for; None stands for what the portfolio's settings say."""

    file: Path
    scenarios: tuple[str, ...]  # ids, or the word for the base
    trials: int | None
    seed: int | None
    workers: int
    json: Path | None
    xlsx: Path | None


def compare_file(request: Request) -> None:
    """Carry out a request.

    Raises
    ------
    FileRefused
        If the file holds no portfolio, or a file that is asked for cannot be written; the latter before the run.
    UsageRefused
        If the portfolio has no such scenario, or they are too few, too many or named twice.
    Ended
        If the portfolio has errors, or the run could not be carried out.
    KeyboardInterrupt
        If the run was cancelled.
    """
    portfolio = load_or_list(request.file)
    _require_scenarios(portfolio, request.scenarios)
    wanted = require_outlets(request.file, request.json, request.xlsx)
    comparison = _run(portfolio, request)
    if request.json is not None:
        write_json(request.json, comparison)
    if request.xlsx is not None:
        from app.exchange.results.comparison import write_comparison

        write_comparison(request.xlsx, comparison)
    show(headline(comparison), tables(comparison), footline(comparison), wanted)


def _require_scenarios(portfolio: Portfolio, names: tuple[str, ...]) -> None:
    known = [scenario.id for scenario in portfolio.scenarios]
    for name in names:
        if name != BASE and name not in known:
            there = ", ".join((BASE, *known))
            near = closest(name, (BASE, *known))
            remedy = f"{near} There are: {there}" if near.startswith("did") else f"there are: {there}"
            raise UsageRefused(f'the portfolio has no scenario "{name}"; {remedy}')
    if len(set(names)) < len(names):
        raise UsageRefused("a scenario is named twice; name each of them once")
    if not 2 <= len(names) <= 4:
        raise UsageRefused(f'two to four scenarios can be compared, not {len(names)}; "{BASE}" is the plan without one')


def _run(portfolio: Portfolio, request: Request) -> Comparison:
    """The comparison, with progress; interrupts end it."""
    with running(request.file, "compared") as stoppable, run_progress() as listener:
        from simulation.decide.scenarios.compare import MOST_TRIALS, compare

        trials = portfolio.settings.trials if request.trials is None else request.trials
        if trials > MOST_TRIALS:
            raise UsageRefused(f"at most {MOST_TRIALS:,} trials can be compared; write --trials {MOST_TRIALS}")
        return compare(
            portfolio,
            [None if name == BASE else name for name in request.scenarios],
            trials=trials,
            seed=request.seed,
            workers=request.workers,
            telling=_told(listener, trials * len(request.scenarios), request.workers),
            cancel=stoppable,
        )


def _told(listener: Listener | None, trials: int, workers: int) -> Telling | None:
    """Carries the steps of the study to the listener of runs; ``trials`` are those of all scenarios together."""
    if listener is None:
        return None
    listener(RunStarted(trials, 0, workers))

    def tell(step: StepDone) -> None:
        listener(TrialsDone(trials * step.done // step.total, trials, step.elapsed, step.seconds_left))

    return tell
