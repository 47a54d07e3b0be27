"""The tables of a comparison on a terminal: signs, dates beyond the horizon, and what is left out."""

import msgspec
import pytest

from app.commands.comparison_tables import LATER, MOST_INPUTS, difference_text, figure_text, tables
from app.terminal import Table
from app.wording import NOTHING
from models.differences import DifferingInput
from models.overlay import Scenario
from models.portfolio import Portfolio, Settings
from simulation.decide.scenarios.compare import compare
from simulation.decide.scenarios.comparison import Comparison, Dominates
from tests.portfolios import example_portfolio


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """The example begins in January 2027."""
    return compare(example_portfolio(), [None, "lean"], trials=50)


def table(comparison: Comparison, title: str) -> Table:
    return next(one for one in tables(comparison) if one.title == title)


@pytest.mark.parametrize(
    ("name", "value", "shown", "difference"),
    [
        ("cost", 1.5e6, "1.5 M €", "+1.5 M €"),
        ("cost", -1.5e6, "-1.5 M €", "-1.5 M €"),
        ("last_launch", 3.0, "Mar 2027", "+3 months"),
        ("last_launch", None, LATER, NOTHING),
        ("irr", 0.125, "12.5 %", "+12.5 points"),
        ("irr", None, NOTHING, NOTHING),
        ("over_budget", 0.25, "25 %", "+25 points"),
        ("launches", 2.0, "2.00", "+2.00"),
        ("launches", 0.0, "0.00", "0.00"),
    ],
)
def test_figures_and_differences_are_worded_by_their_unit(
    comparison: Comparison, name: str, value: float | None, shown: str, difference: str
) -> None:
    figure = comparison.figure(name)
    assert figure_text(comparison, figure, value) == shown
    assert difference_text(comparison, figure, value) == difference


def test_a_near_miss_is_not_told_where_the_other_way_round_holds(comparison: Comparison) -> None:
    """Payback almost dominates one way at the first order and fully dominates the other way at the second."""
    almost = Dominates(
        figure="payback",
        first=0,
        second=1,
        first_order=False,
        first_violation=0.01,
        first_at=40.0,
        second_order=False,
        second_violation=None,
        second_at=None,
    )
    back = msgspec.structs.replace(almost, first=1, second=0, first_violation=0.2, second_order=True)
    told = table(msgspec.structs.replace(comparison, dominance=(almost, back)), "Dominance").rows
    assert [row[1:4] for row in told] == [("Lean", "Base", "second order")]
    alone = table(msgspec.structs.replace(comparison, dominance=(almost,)), "Dominance").rows
    assert [row[1:] for row in alone] == [("Base", "Lean", "almost first order", "1 %")]


def test_a_long_list_of_inputs_is_cut_and_says_so(comparison: Comparison) -> None:
    one = DifferingInput("team:a.headcount", "team A", "People at the start", "FTE", ("1", "2"))
    shown = table(msgspec.structs.replace(comparison, inputs=(one,) * (MOST_INPUTS + 1)), "Inputs that differ")
    assert len(shown.rows) == MOST_INPUTS
    assert shown.note.startswith("1 more input differs;")


def test_a_figure_that_no_future_has_is_neither_better_nor_equal() -> None:
    """Nobody is paid and nothing earned, so that there is no rate of return in any future."""
    empty = Portfolio(
        name="Empty",
        settings=Settings(start="2027-01", horizon_months=12),
        scenarios=(Scenario(id="same", name="Same"),),
    )
    found = compare(empty, [None, "same"], trials=2)
    told = next(row for row in table(found, "Same against Base").rows if row[0] == "Rate of return")
    assert set(told[1:]) == {NOTHING}
