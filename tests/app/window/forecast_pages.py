"""What tests of forecast pages share: a run of a portfolio without an engine, and studies answered at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from app.pages.forecasting import ForecastPage
from app.pages.frame import Desk
from app.state.outlook import Details, Outlook
from app.state.session import Session
from app.state.studies import Studies
from app.tables.pending import PendingTexts
from models.edits import set_field
from models.portfolio import Portfolio
from simulation.run import forecast
from simulation.summarise import summarise
from simulation.summary.views import views_of

TRIALS = 200


def details_of(portfolio: Portfolio, trials: int = TRIALS, seed: int = 7) -> Details:
    """One run with all that is drawn of it."""
    result = forecast(portfolio, trials=trials, seed=seed)
    return Details(1, summarise(result), views_of(result))


def unfunded(portfolio: Portfolio) -> Portfolio:
    """Without any option that is taken."""
    for one in portfolio.initiatives:
        portfolio = set_field(portfolio, f"initiative:{one.id}.selected", None)
    return portfolio


def of_one_initiative(portfolio: Portfolio) -> Portfolio:
    """Of the example, Atlas alone is funded."""
    return set_field(portfolio, "initiative:beacon.selected", None)


def that_never_launches(portfolio: Portfolio) -> Portfolio:
    """Three months are too short for any initiative."""
    without = msgspec.structs.replace(portfolio, objectives=(), budgets=(), scenarios=())
    return set_field(without, "settings.horizon_months", 3)


class InProcess(Studies):
    """Carries out a study when the test says so, with few trials."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: dict[str, Callable[[], Any]] = {}

    def ask(self, key: str, function: Callable[..., Any], *arguments: Any, **keywords: Any) -> None:
        self.waiting[key] = lambda: function(*arguments, **{**keywords, "trials": TRIALS})

    def answer(self, key: str) -> Any:
        """Compute and tell the answer; returns it."""
        answer = self.waiting.pop(key)()
        self.answered.emit(key, answer)
        return answer


def desk_with(portfolio: Portfolio, outlook: Outlook) -> Desk:
    """A session with a document and what is known of it."""
    session = Session()
    session.open(portfolio, None)
    session.set_outlook(outlook)
    return Desk(session, PendingTexts(session), InProcess())


def studies_of(page: ForecastPage) -> InProcess:
    """The studies of a page that was made with ``desk_with``."""
    assert isinstance(page.desk.studies, InProcess)
    return page.desk.studies


def many(portfolio: Portfolio, number: int) -> Portfolio:
    """Copies of Beacon, each with ids of its own, funded, before the initiatives there are."""
    beacon = next(one for one in portfolio.initiatives if one.id == "beacon")
    option = beacon.options[0]
    replace = msgspec.structs.replace
    copies = tuple(
        replace(
            beacon,
            id=f"copy{n}",
            name=f"Copy {n}",
            selected=f"copy{n}-buy",
            options=(
                replace(
                    option,
                    id=f"copy{n}-buy",
                    stages=tuple(replace(one, id=f"copy{n}-{one.id}", after=None) for one in option.stages),
                    benefits=tuple(replace(one, id=f"copy{n}-{one.id}") for one in option.benefits),
                ),
            ),
        )
        for n in range(number)
    )
    return replace(portfolio, initiatives=(*copies, *portfolio.initiatives))
