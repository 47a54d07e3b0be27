"""Every page that reads a forecast shows awkward plans: nothing fails, and nothing reads "nan" or "1e+06"."""

import re
from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QAbstractTableModel, QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from app.charts.frame import Chart
from app.pages.asking import Asking
from app.pages.delivery.page import DeliveryPage
from app.pages.frame import Desk
from app.pages.matters.page import MattersPage
from app.pages.money.page import MoneyPage
from app.pages.optimise.page import OptimisePage
from app.pages.options.page import OptionsPage
from app.pages.overview.page import OverviewPage
from app.pages.people.page import PeoplePage
from app.pages.scenarios.page import ScenariosPage
from app.pages.value.page import ValuePage
from models.benefit import Benefit
from models.budget import Budget, Objective
from models.initiative import Crew, Initiative, Option, Stage
from models.overlay import Scenario
from models.portfolio import Currency, Portfolio, Settings
from models.team import Team
from models.uncertainty import Quantity
from tests.app.window.desks import desk_with, shown, studies_of
from tests.app.window.runs import details_of, outlook_of

q = Quantity.parse
TRIALS = 120

PAGES: tuple[Callable[[Desk], QWidget], ...] = (
    OverviewPage,
    ValuePage,
    DeliveryPage,
    PeoplePage,
    MoneyPage,
    ScenariosPage,
    OptionsPage,
    MattersPage,
    OptimisePage,
)
ASK_FOR_TRIALS = (OptionsPage, MattersPage, OptimisePage)
"""Pages that say themselves how many futures they ask for."""

UNREADABLE = re.compile(r"\b(nan|inf)\b|\de[+-]\d", re.IGNORECASE)


def initiative(name: str, duration: str = "3", **option: object) -> Initiative:
    """Work, and sales of 1.2 M a year after it."""
    fields = {
        "stages": (Stage(id=f"{name}-work", name="Work", duration=q(duration)),),
        "benefits": (Benefit(id=f"{name}-sales", peak_per_year=q(1_200_000)),),
        **option,
    }
    way = Option(id=f"{name}-way", name="Build", **fields)  # type: ignore[arg-type]
    return Initiative(id=name, name=name.title(), options=(way,), selected=way.id)


def plan(*initiatives: Initiative, months: int = 24, currency: str = "EUR", **fields: object) -> Portfolio:
    settings = Settings(start="2027-04", horizon_months=months, currency=currency, trials=TRIALS)
    return Portfolio(name="Awkward", settings=settings, initiatives=initiatives, **fields)  # type: ignore[arg-type]


def _staffed(name: str, fte: float = 1) -> Initiative:
    crew = (Crew(team="team", fte=fte),)
    return initiative(name, stages=(Stage(id=f"{name}-work", duration=q("2..3..9"), crew=crew),))


_TEAM = Team(id="team", name="Team", headcount=2, monthly_rate=q(10_000), attrition=q(0.2), time_to_fill=q("1..3..6"))
_NOBODY = Team(id="team", name="Team", headcount=0, monthly_rate=q(10_000), contractor_limit=2)

def _two_ways() -> Initiative:
    """To build it, with a cost that is not sure, or to buy it in a way that never gets there."""
    one = initiative("one", up_front_cost=q("1e5..2e5..4e5"))
    late = Stage(id="one-late", duration=q("30..40..60"))
    return replace(one, options=(*one.options, Option(id="one-buy", name="Buy", kind="buy", stages=(late,))))


PLANS = {
    "nothing": plan(),
    "nothing funded": plan(Initiative(id="idea", name="Idea")),
    "no teams, no budgets": plan(initiative("one", "2..3..9")),
    "all certain": plan(
        initiative("one"),
        budgets=(Budget(id="limit", period="FY28", category="external", amount=q(1)),),
        objectives=(Objective(id="soon", name="Soon", metric="launch", subject="initiative:one", by="2027-06"),),
    ),
    "one month": plan(initiative("one", "0.1..0.5..3"), months=1),
    "nothing launches": plan(
        initiative("long", "40..50..60"),
        initiative("gate", stages=(Stage(id="gate-work", duration=q(1), success=q(0)),)),
        objectives=(Objective(id="soon", name="Soon", metric="launch", subject="initiative:long", by="2027-06"),),
    ),
    "only cost": plan(
        initiative("one", benefits=(), up_front_cost=q("1e5..2e5..4e5")),
        teams=(_TEAM,),
        scenarios=(Scenario(id="same", name="Same"),),
    ),
    "contractors alone": plan(_staffed("one"), _staffed("two", 2), teams=(_NOBODY,)),
    "two ways": plan(_two_ways()),
    "four currencies": plan(
        *(initiative(code.lower(), "2..4..6", currency=code, up_front_cost=q(1e6)) for code in ("EUR", "USD", "JPY")),
        currency="CHF",
        currencies=(
            Currency(id="EUR", rate=q("0.9..0.95..1")),
            Currency(id="USD", rate=q("0.7..0.9..1.2")),
            Currency(id="JPY", rate=q(0.006)),
        ),
    ),
}


def texts(page: QWidget) -> Iterator[str]:
    """What labels, tables and charts say, hidden tabs and tool tips included."""
    for label in page.findChildren(QLabel):
        yield label.text()
    for view in page.findChildren(QAbstractItemView):
        model = view.model()
        columns = model.columnCount() if isinstance(model, QAbstractTableModel) else 1
        for row in range(model.rowCount() if model is not None else 0):
            for column in range(columns):
                for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                    yield str(model.index(row, column).data(role) or "")
    for chart in page.findChildren(Chart):
        yield from (str(heading) for heading in chart.table().header)


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("make", PAGES, ids=lambda make: make.__name__)
def test_an_awkward_plan_is_shown_and_asked_about(qtbot: QtBot, make: Callable[[Desk], QWidget], name: str) -> None:
    """Each tab is looked at, and every question of the page is asked and answered or refused with its reason."""
    portfolio = PLANS[name]
    trials = None if make in ASK_FOR_TRIALS else TRIALS
    desk = desk_with(portfolio, outlook_of(details_of(portfolio, TRIALS)), trials=trials)
    page = shown(make(desk), qtbot)
    for tabs in page.findChildren(QTabWidget):
        for tab in range(tabs.count()):
            tabs.setCurrentIndex(tab)
            QCoreApplication.processEvents()
    for asking in page.findChildren(Asking):
        asking.find_out()
        QCoreApplication.processEvents()
    assert not [text for text in texts(page) if UNREADABLE.search(text)]
    studies_of(desk).close()
