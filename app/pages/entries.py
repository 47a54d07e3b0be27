"""Which pages there are, in the order of the rail; each is imported when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.pages.frame import Desk, Page


@dataclass(frozen=True)
class Entry:
    """A page before it is made: where the rail has it, its keys, the kinds of record it has cells for."""

    group: str
    name: str
    icon: str
    shortcut: str
    kinds: tuple[str, ...]
    make: Callable[[Desk], Page]
    inspected: bool = True  # whether the inspector shows what is chosen on it


def _overview(desk: Desk) -> Page:
    from app.pages.overview.page import OverviewPage

    return OverviewPage(desk)


def _initiatives(desk: Desk) -> Page:
    from app.pages.initiatives import InitiativesPage

    return InitiativesPage(desk)


def _teams(desk: Desk) -> Page:
    from app.pages.teams import TeamsPage

    return TeamsPage(desk)


def _budget(desk: Desk) -> Page:
    from app.pages.budget import BudgetPage

    return BudgetPage(desk)


def _drivers_risks(desk: Desk) -> Page:
    from app.pages.drivers_risks import DriversRisksPage

    return DriversRisksPage(desk)


def _scenarios(desk: Desk) -> Page:
    from app.pages.scenarios.page import ScenariosPage

    return ScenariosPage(desk)


def _options(desk: Desk) -> Page:
    from app.pages.options.page import OptionsPage

    return OptionsPage(desk)


def _value(desk: Desk) -> Page:
    from app.pages.value.page import ValuePage

    return ValuePage(desk)


def _matters(desk: Desk) -> Page:
    from app.pages.matters.page import MattersPage

    return MattersPage(desk)


def _delivery(desk: Desk) -> Page:
    from app.pages.delivery.page import DeliveryPage

    return DeliveryPage(desk)


def _money(desk: Desk) -> Page:
    from app.pages.money.page import MoneyPage

    return MoneyPage(desk)


def _optimise(desk: Desk) -> Page:
    from app.pages.optimise.page import OptimisePage

    return OptimisePage(desk)


def _people(desk: Desk) -> Page:
    from app.pages.people.page import PeoplePage

    return PeoplePage(desk)


def _decisions(desk: Desk) -> Page:
    from app.pages.decisions.page import DecisionsPage

    return DecisionsPage(desk)


ENTRIES = (
    Entry("Plan", "Overview", "view-dashboard-outline", "Ctrl+1", (), _overview),
    Entry(
        "Plan",
        "Initiatives",
        "rocket-launch-outline",
        "Ctrl+2",
        ("initiative", "option", "stage", "benefit", "product"),
        _initiatives,
    ),
    Entry("Plan", "Teams", "account-group-outline", "Ctrl+3", ("team", "hire", "rate"), _teams),
    Entry("Plan", "Budget", "wallet-outline", "Ctrl+4", ("budget", "objective", "currency"), _budget),
    Entry("Plan", "Drivers & risks", "weather-lightning", "Ctrl+5", ("driver", "risk", "correlation"), _drivers_risks),
    Entry("Forecast", "Value", "chart-bell-curve-cumulative", "Ctrl+6", (), _value),
    Entry("Forecast", "Delivery", "chart-gantt", "Ctrl+7", (), _delivery),
    Entry("Forecast", "People", "account-clock-outline", "Ctrl+8", (), _people),
    Entry("Forecast", "Money", "cash-multiple", "Ctrl+9", (), _money),
    Entry("Decide", "Scenarios", "source-branch", "Alt+1", ("scenario",), _scenarios, inspected=False),
    Entry("Decide", "Build / buy / partner", "scale-balance", "Alt+2", (), _options),
    Entry("Decide", "What matters", "weather-tornado", "Alt+3", (), _matters),
    Entry("Decide", "Optimise", "tune-variant", "Alt+4", (), _optimise),
    Entry("Decide", "Decisions", "gavel", "Alt+5", ("decision", "baseline"), _decisions, inspected=False),
)


def position_of(kind: str) -> int | None:
    """The page that has cells for a kind of record."""
    return next((position for position, entry in enumerate(ENTRIES) if kind in entry.kinds), None)
