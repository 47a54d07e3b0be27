"""What a summary may say: no promise that does not hold, no precision that nobody has."""

from models.initiative import Initiative, Option, Stage
from models.portfolio import Portfolio, Settings
from models.uncertainty import Quantity
from simulation import forecast
from simulation.summarise import summarise

q = Quantity.parse


def one_stage(initiative: str, success: float) -> Initiative:
    """An initiative of one month with a gate."""
    option = Option(id=f"{initiative}-way", stages=(Stage(id=f"{initiative}-gate", duration=q(1), success=q(success)),))
    return Initiative(id=initiative, name=initiative, options=(option,), selected=option.id)


def portfolio(*initiatives: Initiative) -> Portfolio:
    return Portfolio(name="Said", settings=Settings(start="2027-01", horizon_months=12), initiatives=initiatives)


def test_no_sentence_promises_a_launch_that_never_comes() -> None:
    """Of two funded initiatives one is stopped in every future: nobody can say when the last funded one is launched."""
    said = summarise(forecast(portfolio(one_stage("sure", 1), one_stage("never", 0)), trials=2)).key.sentences
    assert not any("the last funded initiative is launched by" in sentence for sentence in said)


def test_a_single_future_gives_no_precise_chance() -> None:
    """One toss of a coin says 0 % or 100 %, with an error that nobody knows: not 0."""
    found = summarise(forecast(portfolio(one_stage("coin", 0.5)), trials=1)).initiatives[0].launched
    assert found.standard_error is None
