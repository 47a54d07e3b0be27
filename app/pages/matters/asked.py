"""What the page asks of the studies; each is imported where it is carried out, which is not in the window's process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.portfolio import Portfolio

if TYPE_CHECKING:
    from simulation.decide.matters.contributions import Contributions
    from simulation.decide.matters.criticality import Criticality
    from simulation.decide.matters.learning import Lessons
    from simulation.decide.matters.tornado import Tornado
    from simulation.decide.matters.without_risks import RiskEffects
    from simulation.decide.pace import Telling
    from simulation.progress import CancelFlag


def swings_of(
    portfolio: Portfolio,
    scenario: str | None,
    figure: str,
    *,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> Tornado:
    """The inputs that move a figure most."""
    from simulation.decide.matters.tornado import tornado

    return tornado(portfolio, figure, scenario=scenario, telling=telling, cancel=cancel)


def shares_of_variance(
    portfolio: Portfolio,
    scenario: str | None,
    figure: str,
    *,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> Contributions:
    """What each input contributes to the variance of a figure."""
    from simulation.decide.matters.contributions import contributions

    return contributions(portfolio, figure, scenario=scenario, telling=telling, cancel=cancel)


def lessons_before(
    portfolio: Portfolio,
    scenario: str | None,
    initiatives: tuple[str, ...],
    *,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> Lessons:
    """What is worth learning before the options of some initiatives are chosen; without any, before a scenario is."""
    from simulation.decide.matters.learning import worth_learning

    if initiatives:
        return worth_learning(portfolio, initiatives, scenario=scenario, telling=telling, cancel=cancel)
    ways = (None, *(one.id for one in portfolio.scenarios))
    return worth_learning(portfolio, alternatives=ways, telling=telling, cancel=cancel)


def effects_of_risks(
    portfolio: Portfolio, scenario: str | None, *, telling: Telling | None = None, cancel: CancelFlag | None = None
) -> RiskEffects:
    """What each risk costs."""
    from simulation.decide.matters.without_risks import without_each_risk

    return without_each_risk(portfolio, scenario=scenario, telling=telling, cancel=cancel)


def critical_work(
    portfolio: Portfolio, scenario: str | None, *, telling: Telling | None = None, cancel: CancelFlag | None = None
) -> Criticality:
    """Which stages and initiatives decide the dates."""
    from simulation.decide.matters.criticality import criticality

    return criticality(portfolio, scenario=scenario, telling=telling, cancel=cancel)
