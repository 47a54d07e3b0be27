"""What a summary may say: no promise that does not hold, no precision that nobody has."""

import pytest
from msgspec.structs import replace

from models.benefit import Benefit
from models.initiative import Initiative, Option, Stage
from models.overlay import Override, Scenario
from models.portfolio import Portfolio, Settings
from models.uncertainty import Quantity
from simulation import forecast
from simulation.decide.scenarios.compare import compare
from simulation.summarise import summarise
from simulation.summary.key import money

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


@pytest.mark.parametrize(
    ("amount", "text"),
    [(999_600, "1 M"), (999_400, "999 k"), (-999.7, "-1 k"), (9.996e11, "1,000 bn"), (-0.3, "0")],
)
def test_money_is_never_said_in_powers_of_ten(amount: float, text: str) -> None:
    """What rounds up to a thousand takes the next unit: "1 M", not "1e+03 k"; beyond the last unit, thousands."""
    assert money(amount) == text


def rarely_a_loss() -> Portfolio:
    """An initiative that earns 100 in each of 11 months, and costs nothing or, in 4 futures of 1,000, 5000."""
    benefit = Benefit(id="sales", curve="table", amounts=(q(1200),))
    cost = q("Discrete(0: 0.996, 5000: 0.004)")
    way = Option(id="way", stages=(Stage(id="go", duration=q(1)),), benefits=(benefit,), up_front_cost=cost)
    drop = Scenario(id="drop", name="Drop", overrides=(Override(target="initiative:one.selected", value=None),))
    return replace(portfolio(Initiative(id="one", name="one", options=(way,), selected="way")), scenarios=(drop,))


def test_a_chance_that_is_not_sure_is_not_said_to_be_100_per_cent() -> None:
    """99.6 % of the futures are above zero."""
    summary = summarise(forecast(rarely_a_loss(), trials=1000))
    assert summary.key.value_positive.share == pytest.approx(0.996)
    assert any(sentence.startswith(">99 % chance") for sentence in summary.key.sentences)


def test_a_comparison_says_hardly_ever_where_it_is_not_never() -> None:
    """In 0.4 % of the futures the plan without the initiative is the better one."""
    said = compare(rarely_a_loss(), (None, "drop"), trials=1000).sentences
    assert any("in <1 % of futures" in sentence for sentence in said)


def test_one_future_says_nothing_of_averages() -> None:
    """It is worth what it is; whether that is about the same on average, nobody knows."""
    said = compare(rarely_a_loss(), (None, "drop"), trials=1).sentences
    assert any(sentence.endswith("less than Base in the one future that was tried") for sentence in said)
    assert not any("on average" in sentence for sentence in said)
