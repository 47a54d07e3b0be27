"""``foliocast compare``: scenarios in the same futures, shown side by side and written to files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.commands.check import load_or_list
from app.commands.comparison_tables import footline, headline, tables
from app.commands.outcome import PORTFOLIO_ERRORS, REFUSED, Ended, UsageRefused
from app.commands.outlets import require_place, require_workbook
from app.exchange.files import write_file
from app.interrupt import Stoppable
from app.terminal import complain, complain_of, print_table, print_text, run_progress
from app.wording import count
from models.address import closest
from models.portfolio import Portfolio
from models.scenarios import BASE
from simulation.progress import Listener, RunStarted, TrialsDone

if TYPE_CHECKING:
    from simulation.decide.comparison import Comparison
    from simulation.decide.pace import StepDone, Telling


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
    wanted = [out for out in (request.json, request.xlsx) if out is not None]
    for out in wanted:
        require_place(out, request.file)
    if request.xlsx is not None:
        require_workbook(request.xlsx)
    comparison = _run(portfolio, request)
    if request.json is not None:
        write_file(request.json, msgspec.json.format(msgspec.json.encode(comparison)) + b"\n")
    if request.xlsx is not None:
        from app.exchange.results.comparison import write_comparison

        write_comparison(request.xlsx, comparison)
    _show(comparison)
    for out in wanted:
        print_text(f"Wrote {out}")


def _show(comparison: Comparison) -> None:
    for line in headline(comparison):
        print_text(line)
    print_text("")
    for table in tables(comparison):
        print_table(table)
    for line in footline(comparison):
        print_text(line)


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
    with Stoppable() as stoppable, run_progress() as listener:
        from simulation.decide.compare import MOST_TRIALS, compare
        from simulation.executors import WorkerLost
        from simulation.progress import Cancelled
        from simulation.run import PortfolioError

        trials = portfolio.settings.trials if request.trials is None else request.trials
        if trials > MOST_TRIALS:
            raise UsageRefused(f"at most {MOST_TRIALS:,} trials can be compared; write --trials {MOST_TRIALS}")
        try:
            comparison = compare(
                portfolio,
                [None if name == BASE else name for name in request.scenarios],
                trials=trials,
                seed=request.seed,
                workers=request.workers,
                telling=_told(listener, trials * len(request.scenarios), request.workers),
                cancel=stoppable,
            )
        except PortfolioError as error:
            complain_of(request.file, error.issues)
            complain(f"{request.file}: {count(len(error.issues), 'error')}; nothing was compared")
            raise Ended(PORTFOLIO_ERRORS) from None
        except Cancelled:
            raise KeyboardInterrupt from None
        except WorkerLost as error:
            complain(f"{error} Nothing was written; try fewer workers.")
            raise Ended(REFUSED) from None
    if stoppable.is_set():  # asked at the very end, when the run did not look any more
        raise KeyboardInterrupt
    return comparison


def _told(listener: Listener | None, trials: int, workers: int) -> Telling | None:
    """Carries the steps of the study to the listener of runs; ``trials`` are those of all scenarios together."""
    if listener is None:
        return None
    listener(RunStarted(trials, 0, workers))

    def tell(step: StepDone) -> None:
        listener(TrialsDone(trials * step.done // step.total, trials, step.elapsed, step.seconds_left))

    return tell
