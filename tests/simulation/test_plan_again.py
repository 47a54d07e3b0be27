"""Plans of a portfolio that is being edited: what is taken over from the plan before changes nothing."""

import pickle
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.check import check, has_errors
from models.initiative import Initiative, Stage
from models.likeness import Likeness
from models.portfolio import Portfolio
from models.risk import Impact
from models.walk import find, put
from simulation.plan import Plan, compile_anew, compile_plan
from tests.any_edit import edits
from tests.any_portfolio import portfolios
from tests.portfolios import example_portfolio, q

EXAMPLE = example_portfolio()
RISK = EXAMPLE.risks[0].id


def written(value: Any) -> Any:
    """A plan, or a part of it, as plain values that are equal where every bit of it is."""
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.flags.writeable, value.tobytes()
    if is_dataclass(value):
        return {item.name: written(getattr(value, item.name)) for item in fields(value)}
    return [written(entry) for entry in value] if isinstance(value, tuple) else value


def same_plan(plan: Plan) -> bool:
    """Whether it is the plan of a copy that has nothing in common with what was compiled before."""
    return bool(written(plan) == written(compile_anew(pickle.loads(pickle.dumps(plan.portfolio)), plan.scenario)))


@settings(max_examples=25)
@given(st.data())
def test_whatever_is_edited_the_plan_is_the_one_from_nothing(data: st.DataObject) -> None:
    """Edit upon edit of any portfolio, base and scenarios in turn."""
    now = data.draw(portfolios())
    for _ in range(6):
        edited = data.draw(edits(now))
        now = now if has_errors(check(edited)) else edited
        for scenario in (None, *(one.id for one in now.scenarios)):
            assert same_plan(compile_plan(now, scenario))


def changed(address: str, *values: object) -> Iterator[Portfolio]:
    for value in values:
        yield put(EXAMPLE, address, value)


STORIES = {
    "a price": changed("benefit:atlas-build-sales.price", q(2), q("1..2..3")),
    "a price that is the default": changed("benefit:atlas-build-sales.price", q(1)),
    "a share that may leave its range": changed("team:platform.availability", q("Normal(0.9, 0.04)"), q(0.5)),
    "people": changed("team:platform.headcount", 9.5, 0.5, 12.0),
    "a rank": changed("initiative:atlas.rank", 7, 0),
    "a risk that does nothing": changed(f"risk:{RISK}.impact.duration_factor", q(1), q(1.5), q(1)),
    "months of a risk": changed(f"risk:{RISK}.impact.duration_months", q(0), q(2)),
    "a duration that is left out": changed("stage:atlas-build-code.duration", None, q(3)),
    "an option": changed("initiative:atlas.selected", "atlas-partner", "atlas-build", None),
    "a limit": changed("team:platform.contractor_limit", 2.0, 0.0),
    "a start": changed("settings.start", "2027-06"),
}


@pytest.mark.parametrize("story", STORIES)
def test_edits_and_their_undoing(story: str) -> None:
    """Each edit, and the portfolio as it was in between."""
    for edited in STORIES[story]:
        assert same_plan(compile_plan(edited))
        assert same_plan(compile_plan(EXAMPLE))


def test_of_a_price_the_network_and_the_money_know_nothing() -> None:
    """They are the very same after an edit of a price or of the size of a team; other people are other seats."""
    before = compile_plan(EXAMPLE)
    price = compile_plan(put(EXAMPLE, "benefit:atlas-build-sales.price", q(2)))
    people = compile_plan(put(EXAMPLE, "team:platform.headcount", 30.0))
    for after in (price, people):
        assert after.delivery is before.delivery
        assert after.money is before.money
    assert price.staffing is before.staffing
    assert len(people.staffing.seat_key) > len(before.staffing.seat_key)


def test_a_rank_changes_the_order_alone() -> None:
    """The stages of the initiative that comes last now come last."""
    before = compile_plan(EXAMPLE)
    after = compile_plan(put(EXAMPLE, "initiative:atlas.rank", 99))
    assert after.money is before.money
    assert after.delivery.stage_ids is before.delivery.stage_ids
    atlas = after.delivery.initiative_ids.index("atlas")
    mine = np.flatnonzero(after.delivery.stage_initiative == atlas)
    np.testing.assert_array_equal(after.delivery.rank_order[-len(mine) :], mine)


def stage(**given: Any) -> Stage:
    return Stage(id="a", **given)


@pytest.mark.parametrize(
    ("other", "answer"),
    [
        (stage(duration=q("1..2..3")), True),
        (stage(duration=q(2), success=q(0.5)), True),  # its chance is given or not: it counts as 1 where it is not
        (stage(), False),
        (stage(duration=q(2), max_rework=2), False),
        (stage(duration=q(2), name="A"), False),
        (None, False),
    ],
)
def test_likeness_of_stages(other: Stage | None, answer: bool) -> None:
    """Two stages are alike if they differ in how much their quantities are."""
    assert Likeness()(stage(duration=q(2)), other) is answer


def test_likeness_looks_into_what_a_record_holds() -> None:
    """Fields that may differ may; what does nothing is not like what does something."""
    impact, none = Impact(duration_factor=q(2)), Impact()
    assert Likeness()(impact, none)
    ranked = changed("initiative:atlas.rank", 99)
    strict = Likeness(besides=frozenset({(Initiative, "rank")}), inert=frozenset({Impact}))
    assert not strict(impact, none)
    assert strict(impact, Impact(duration_factor=q(3)))
    one, other = (find(portfolio, "initiative", "atlas").record for portfolio in (EXAMPLE, *ranked))
    assert strict((one, one), (one, other))
    assert not Likeness()((one, one), (one, other))
    assert not strict((one,), (one, one))
