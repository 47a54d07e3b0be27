"""What is worth learning before choosing, where it is known."""

from __future__ import annotations

import pickle
import threading

import pytest
from scipy import stats

from models.edits import select_option
from models.overlay import Override, Scenario
from models.portfolio import Portfolio
from simulation.decide.matters.learning import Lessons, worth_learning
from simulation.progress import Cancelled
from tests.portfolios import example_portfolio
from tests.simulation.costs import initiative, portfolio

GAP, SPREAD = 5.0, 20.0
"""A cost of Normal(100, 20) against a certain one of 105."""


def two_ways() -> Portfolio:
    """An initiative of two options, one certain, and a cost that both have."""
    other = initiative("y", a="Uniform(0, 50)")
    plan = portfolio(initiative("x", a=f"Normal(100, {SPREAD})", b=100 + GAP), other)
    chosen = Scenario(id="sure", name="Sure", overrides=(Override(target="initiative:x.selected", value="x-b"),))
    return Portfolio(name=plan.name, settings=plan.settings, initiatives=plan.initiatives, scenarios=(chosen,))


@pytest.fixture(scope="module")
def found() -> Lessons:
    """The base against the scenario."""
    return worth_learning(two_ways(), alternatives=(None, "sure"), seed=1)


def test_the_closed_form(found: Lessons) -> None:
    """Raiffa & Schlaifer's unit normal loss, 20 (phi(z) - z (1 - Phi(z))) at z = 5 / 20; one input is everything."""
    z = GAP / SPREAD
    expected = SPREAD * (stats.norm.pdf(z) - z * stats.norm.sf(z))
    assert found.names == ("Base plan", "Sure")
    assert found.best == 0
    assert found.everything.value == pytest.approx(expected, abs=3 * max(found.everything.error, 0.05))
    first = found.inputs[0]
    assert first.words == "x: a, up front cost"
    assert first.worth.value == pytest.approx(expected, abs=3 * max(first.worth.error, 0.05))
    assert first.worth.value <= found.everything.value


def test_what_both_share_is_not_worth_learning(found: Lessons) -> None:
    """The other cost is the same in both."""
    assert found.inputs[1].words == "y: up front cost"
    assert found.inputs[1].worth.value <= 3 * found.inputs[1].worth.error


def test_portfolios_are_alternatives_too(found: Lessons) -> None:
    """The same answer for the same plans."""
    plan = two_ways()
    sure = select_option(plan, "x", "x-b")
    again = worth_learning(plan, alternatives=(plan, sure), names=("one", "other"), seed=1)
    assert again.names == ("one", "other")
    assert again.everything == found.everything
    assert [one.worth for one in again.inputs] == [one.worth for one in found.inputs]


def test_the_options_of_an_initiative() -> None:
    """All its options and none at all; knowing more is never worth less than nothing or more than everything."""
    found = worth_learning(example_portfolio(), ["atlas"], count=5, trials=1_000)
    assert found.names[:2] == ("Build", "Partner")
    assert len(found.names) == 3
    assert found.everything.value > 0
    for one in (*found.inputs, *found.groups):
        assert 0.0 <= one.worth.value <= found.everything.value
    assert all(len(one.inputs) > 1 for one in found.groups)
    assert pickle.loads(pickle.dumps(found)) == found


def test_together_is_worth_at_least_about_as_much_as_alone() -> None:
    """A group's worth is not clearly below that of its best member."""
    found = worth_learning(example_portfolio(), ["atlas"], count=8, trials=2_000)
    alone = {one.inputs[0].key: one.worth for one in found.inputs}
    for group in found.groups:
        best = max((alone[one.key] for one in group.inputs), key=lambda worth: worth.value)
        assert group.worth.value > best.value - 3 * (best.error + group.worth.error)


@pytest.mark.parametrize(
    ("initiatives", "alternatives"),
    [((), ()), (("atlas",), (None, "lean")), ((), ("lean",))],
    ids=["none", "both", "one"],
)
def test_there_must_be_a_choice(initiatives: tuple[str, ...], alternatives: tuple[str | None, ...]) -> None:
    """Initiatives or alternatives, and at least two of the latter."""
    with pytest.raises(ValueError, match=r"one of the two|at least two"):
        worth_learning(example_portfolio(), initiatives, alternatives=alternatives, trials=10)


def test_it_can_be_cancelled() -> None:
    """A set flag ends it at its next step."""
    stop = threading.Event()
    with pytest.raises(Cancelled):
        worth_learning(example_portfolio(), ["atlas"], trials=1_000, telling=lambda _: stop.set(), cancel=stop)
