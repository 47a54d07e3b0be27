"""The plan in one sentence, as the overview and the page for a board begin."""

import pytest

from app.pages.overview.drawing import answer
from app.state.outlook import Details, Outlook, figures_of
from models.initiative import Initiative, Option, Stage
from models.portfolio import Portfolio, Settings
from models.uncertainty import Quantity
from simulation import forecast
from simulation.summarise import summarise

q = Quantity.parse


def sentence(success: float) -> str:
    """Of an initiative with a gate, in 1,000 futures."""
    way = Option(id="way", stages=(Stage(id="gate", duration=q(1), success=q(success)),))
    one = Initiative(id="one", name="One", options=(way,), selected="way")
    plan = Portfolio(name="Said", settings=Settings(start="2027-01", horizon_months=12), initiatives=(one,))
    details = Details(0, summarise(forecast(plan, trials=1000)))
    return answer(Outlook(details=details, figures=figures_of(details)))


@pytest.mark.parametrize(
    ("success", "words"),
    [
        (1.0, "; 1 of 1 launches by the horizon;"),
        (0.8, "; 0.8 of 1 launches by the horizon on average;"),
        (0.2, "; 0.2 of 1 launches by the horizon on average;"),
        (0.0, "; 0 of 1 launches by the horizon;"),
    ],
)
def test_what_is_likely_to_launch_is_not_said_to_launch(success: float, words: str) -> None:
    """A mean of 0.8 initiatives is no 1, and one of 0.2 no 0."""
    assert words in sentence(success)
