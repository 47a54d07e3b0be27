"""A forecast that ends as the results workbook: what the window asks for when finance is to have the figures.

How the workbook is laid out is the business of ``app.exchange.results.write``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.exchange.files import FileRefused, require_writable, write_file
from app.exchange.results.write import results_workbook
from models.portfolio import Portfolio
from simulation.decide.pace import StepDone, Telling
from simulation.progress import BlockDone, CancelFlag, Cancelled, Event, TrialsDone
from simulation.result import Result
from simulation.run import forecast
from simulation.summarise import summarise

_WRITING: Final = 10
"""Writing takes about as long as a tenth of the trials of one scenario."""


@dataclass(frozen=True)
class Written:
    """The workbook that was written."""

    path: Path
    trials: int  # of each scenario
    scenarios: int  # how many are in it


def write_results_study(
    portfolio: Portfolio,
    path: Path,
    *,
    scenario: str | None = None,
    beside: Sequence[str | None] = (),
    trials: int | None = None,
    seed: int | None = None,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> Written:
    """Forecast a portfolio and write the results workbook, replacing what was there as a whole.

    Parameters
    ----------
    scenario
        Id of the scenario that the workbook is about; None for the base.
    beside
        Other scenarios, None for the base, for the sheet that compares them; those with errors are refused too.
    trials, seed
        As in the portfolio's settings where they are None.

    Raises
    ------
    PortfolioError
        If the portfolio, with one of the scenarios applied, has errors.
    FileRefused
        If the file cannot be written: before the run where that is known.  One that was there is as it was.
    Cancelled
        Within half a second after ``cancel`` is set, but for the workbook's last second; nothing is written then.
    """
    if path.suffix.lower() != ".xlsx":
        raise FileRefused(path, "this is not the name of a workbook", "Choose a name that ends in .xlsx")
    require_writable(path)
    wanted = portfolio.settings.trials if trials is None else trials
    root = portfolio.settings.seed if seed is None else seed
    legs = (scenario, *beside)
    results: list[Result] = []
    for number, one in enumerate(legs):
        leg = _Leg(number, len(legs), wanted, _called(portfolio, one), telling)
        results.append(forecast(portfolio, one, wanted, root, on_event=leg.tell, cancel=cancel))
    _Leg(len(legs), len(legs), wanted, "", telling).tell_writing()
    data = results_workbook(portfolio, results[0], summarise(results[0]), scenarios=results[1:])
    if cancel is not None and cancel.is_set():
        raise Cancelled
    write_file(path, data)
    return Written(path, wanted, len(legs))


@dataclass(frozen=True)
class _Leg:
    """The forecast of one scenario as a part of the whole."""

    number: int
    legs: int
    trials: int
    name: str
    telling: Telling | None

    def tell(self, event: Event) -> None:
        """Pass on how far the whole is."""
        if isinstance(event, TrialsDone | BlockDone) and self.telling is not None:
            left = event.seconds_left
            if left is not None:
                per_trial = event.elapsed / max(event.done_trials, 1)
                left += per_trial * (self._total - (self.number + 1) * self.trials)
            done = self.number * self.trials + event.done_trials
            self.telling(StepDone(done, self._total, event.elapsed, left, f"Forecast of {self.name}"))

    def tell_writing(self) -> None:
        """All is simulated; only the file is missing."""
        if self.telling is not None:
            self.telling(StepDone(self.legs * self.trials, self._total, 0.0, None, "Writing the workbook"))

    @property
    def _total(self) -> int:
        return self.legs * self.trials + max(self.trials // _WRITING, 1)


def _called(portfolio: Portfolio, scenario: str | None) -> str:
    names = {one.id: one.name or one.id for one in portfolio.scenarios}
    return "the base" if scenario is None else names.get(scenario, scenario)
