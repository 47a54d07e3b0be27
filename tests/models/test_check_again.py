"""Checks of a portfolio that is being edited: what is remembered changes nothing of what is said."""

import pickle
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.check import check
from models.memo import Memo
from models.portfolio import Portfolio
from models.uncertainty import Quantity
from models.walk import put
from tests.any_edit import edits
from tests.any_portfolio import portfolios
from tests.portfolios import example_portfolio

EXAMPLE = example_portfolio()


def without(field: str) -> Callable[[Portfolio], Portfolio]:
    """The edit that takes out the first record of a list."""
    return lambda portfolio: msgspec.structs.replace(portfolio, **{field: getattr(portfolio, field)[1:]})


def setting(address: str, value: object) -> Callable[[Portfolio], Portfolio]:
    return lambda portfolio: put(portfolio, address, value)


EDITS: dict[str, Callable[[Portfolio], Portfolio]] = {
    "nothing": lambda portfolio: portfolio,
    "a team that crews name is gone": without("teams"),
    "a product that benefits name is gone": without("products"),
    "an initiative that others wait for is gone": without("initiatives"),
    "a team too small": setting("team:platform.headcount", 0.0),
    "a threshold out of reach": setting("settings.start_threshold", 1.0),
    "another start": setting("settings.start", "2031-01"),
    "a short horizon": setting("settings.horizon_months", 6),
    "enforced budgets": setting("settings.budget_policy", "enforced"),
    "envelopes of nothing": setting("budget:*.amount", Quantity.certain(0.0)),
    "an impossible share": setting("team:platform.availability", Quantity.certain(3.0)),
    "unfunded": setting("initiative:atlas.selected", None),
    "a duration below zero": setting("stage:atlas-build-code.duration", Quantity.parse("Normal(2, 5)")),
    "a text for a number": setting("team:platform.headcount", "many"),
    "the rest unfunded": setting("initiative:*.selected", None),
}


@pytest.fixture(scope="module")
def said() -> dict[str, list[str]]:
    """What is said after each edit of a long session, in which every edit is done and undone twice."""
    found: dict[str, list[str]] = {}
    for _ in range(2):
        for name, edit in EDITS.items():
            found[name] = [str(issue) for issue in check(edit(EXAMPLE))]
            check(EXAMPLE)
    return found


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_judged_as_if_nothing_had_been_judged_before(name: str, said: dict[str, list[str]]) -> None:
    """A copy has no record in common with what was judged before, so nothing of it is remembered."""
    copy = pickle.loads(pickle.dumps(EDITS[name](EXAMPLE)))
    assert [str(issue) for issue in check(copy)] == said[name]


def test_edits_pile_up() -> None:
    """One edit upon the other, none undone; most of them leave something to be said."""
    now, told = EXAMPLE, 0
    for name, edit in sorted(EDITS.items(), key=lambda named: "gone" in named[0]):  # edits name what is there
        if name != "a text for a number":  # nothing else is judged then
            now = edit(now)
            assert check(now) == check(pickle.loads(pickle.dumps(now))), name
            told += len(check(now))
    assert told > 100


@settings(max_examples=40)
@given(st.data())
def test_whatever_is_edited_all_of_it_is_said(data: st.DataObject) -> None:
    """Edit upon edit of any portfolio, sound or not."""
    now = data.draw(portfolios())
    for _ in range(8):
        now = data.draw(edits(now))
        assert check(now) == check(pickle.loads(pickle.dumps(now)))


def test_a_memo_knows_the_record_itself_and_forgets_the_oldest() -> None:
    """Of two lists that are equal only the one that was kept is known; at most twice as many as it was made for."""
    memo, records = Memo[int](most=3), [[0] for _ in range(7)]
    for number, record in enumerate(records):
        memo.keep(number, record, "a")
    assert memo.find([0], "a") is None
    assert memo.find(records[6], "b") is None
    assert [memo.find(record, "a") for record in records] == [None, None, None, 3, 4, 5, 6]
