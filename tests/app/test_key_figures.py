"""The key figures that are always in sight, as texts."""

from dataclasses import replace as changed

import pytest
from msgspec.structs import replace

from app.shell.figures import key_figures
from app.state.outlook import Details, Figures, Outlook, figures_of
from models.benefit import Benefit
from models.initiative import Crew, Initiative, Option, Stage
from models.portfolio import Portfolio, Settings
from models.team import Team
from models.uncertainty import Quantity
from simulation import forecast
from simulation.summarise import summarise

q = Quantity.parse


def figures() -> Figures:
    """Of a team of one that works a month, which earns 100 in each month that follows."""
    crew = (Crew(team="t1", fte=1),)
    sales = Benefit(id="sales", curve="constant", peak_per_year=q(1200))
    way = Option(id="way", stages=(Stage(id="go", duration=q(1), crew=crew),), benefits=(sales,))
    plan = Portfolio(
        name="Small",
        settings=Settings(start="2027-01", horizon_months=12),
        teams=(Team(id="t1", name="Platform", headcount=1, monthly_rate=q(0)),),
        initiatives=(Initiative(id="one", name="One", options=(way,), selected="way"),),
    )
    return figures_of(Details(0, summarise(forecast(plan, trials=2))))


def test_the_busiest_team_goes_by_its_name() -> None:
    """Its id is for addresses."""
    assert key_figures(Outlook(figures=figures()))[4].span == "Platform, Jan 2027"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (900.0, 500.0, "▼ 400 € by last edit"),  # a plan in hundreds
        (4_000_000.0, 4_000_400.0, "= by last edit"),  # too small to be seen in a plan of millions
        (0.0, 0.0, "= by last edit"),
    ],
)
def test_what_counts_as_a_change_of_value_goes_by_its_size(before: float, after: float, told: str) -> None:
    now = figures()

    def worth(amount: float) -> Figures:
        return changed(now, key=replace(now.key, value=replace(now.key.value, p50=amount)))

    shown = key_figures(Outlook(figures=worth(after), since_edit=(worth(before), worth(after))))[0]
    assert shown.changes[0].text == told


def test_what_is_awaited_keeps_its_line() -> None:
    """In a scenario the base is run last; the line is there all the while, and goes where nothing comes any more."""
    now = changed(figures(), scenario="cut")
    outlook = Outlook(figures=now, phase="preview")
    assert [change.text for change in key_figures(outlook)[0].changes] == ["… vs base"]
    outlook = changed(outlook, against_base=(now, now))
    assert [change.text for change in key_figures(outlook)[0].changes] == ["= vs base"]
    outlook = Outlook(figures=now, phase="cancelled")
    assert key_figures(outlook)[0].changes == ()
