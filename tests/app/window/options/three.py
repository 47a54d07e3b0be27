"""Three ways to one initiative, and what a user does with their page."""

from __future__ import annotations

from app.pages.options.page import OptionsPage
from models.portfolio import Portfolio
from simulation.decide.choose.choice import Choice
from tests.app.window.desks import studies_of
from tests.choices import one_initiative, priced, q


def three_ways() -> Portfolio:
    """Build earns much or nothing, buy a sure amount in between, and to partner is never as good as to buy.

    Build: 0 or 2,000 with even odds, for 500, so 500 on average.  Buy: 400 for sure.  Partner: 300 for sure.
    """
    return one_initiative(
        priced("build", 500, earns="Discrete(0: 0.5, 2000: 0.5)"),
        priced("buy", 100, earns=500, kind="buy"),
        priced("partner", 100, earns=400, kind="partner", exit_cost=q(50)),
    )


def answered(page: OptionsPage) -> Choice:
    """Ask, and get the answer."""
    page.asking.find_out()
    found = studies_of(page.desk).answer("options.choose")
    assert isinstance(found, Choice)
    return found


def judge_by(page: OptionsPage, kind: str) -> None:
    """Choose an attitude to risk."""
    box = page.bar.attitude.kind
    box.setCurrentIndex(box.findData(kind))
