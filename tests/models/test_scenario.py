"""Scenarios: overrides fold over the portfolio, ancestors first, and never touch their parent."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from models.codec import digest
from models.portfolio import Portfolio
from models.scenario import Override, Scenario, ScenarioError, apply_scenario, overridden
from models.uncertainty import Quantity
from models.walk import get, put
from tests.any_portfolio import portfolios
from tests.portfolios import example_portfolio, q


def with_override(target: str, value: Any, action: Any = "set") -> Portfolio:
    """The example with one scenario ``s`` of one override."""
    scenario = Scenario(id="s", name="S", overrides=(Override(target=target, action=action, value=value),))
    return msgspec.structs.replace(example_portfolio(), scenarios=(scenario,))


@pytest.mark.parametrize(
    ("target", "action", "value", "expected"),
    [
        ("team:platform.headcount", "set", 12, 12.0),
        ("team:platform.headcount", "add", -2, 6.0),
        ("team:platform.headcount", "scale", 1.5, 12.0),
        ("team:platform.backfill", "set", False, False),
        ("team:platform.wip_limit", "set", 3, 3),
        ("team:platform.name", "set", "Core", "Core"),
        ("stage:atlas-build-code.duration", "set", "1..2..4", q("1..2..4")),
        ("stage:atlas-build-code.duration", "set", None, None),
        ("stage:atlas-build-code.duration", "scale", 2, q("4..6..10").scaled(2)),
        ("stage:atlas-build-code.duration", "add", 1, q("4..6..10").shifted(1)),
        ("stage:atlas-build-code.earliest_start", "set", "2027-09", "2027-09"),
        ("stage:atlas-build-test.effort[platform]", "set", 7, q(7)),
        ("stage:atlas-build-test.lag[atlas-build-code]", "set", 2, q(2)),
        ("stage:atlas-build-code.crew[design]", "scale", 2, 1.0),
        ("stage:atlas-build-design.on_failure", "set", "stop", "stop"),
        ("initiative:atlas.selected", "set", None, None),
        ("benefit:beacon-buy-savings.amounts[2]", "set", 5, q(5)),
        ("risk:audit.mitigation.active", "set", True, True),
        ("settings.horizon_months", "scale", 1.1, 66),
        ("settings.seed", "set", 7, 7),
        ("settings.trials", "set", 50, 50),
        ("settings.fiscal.first_month", "add", 1, 5),
        ("settings.discount_rate", "set", "Uniform(0.08, 0.12)", q("Uniform(0.08, 0.12)")),
    ],
)
def test_set_scale_and_add_reach_every_kind_of_field(target: str, action: str, value: Any, expected: Any) -> None:
    """The value afterwards is the expected one, in the field's own type; 60 months x 1.1 are 66."""
    after = get(apply_scenario(with_override(target, value, action), "s"), target)
    assert after == expected
    assert type(after) is type(expected)


@pytest.mark.parametrize(
    ("target", "action", "value", "remedy"),
    [
        ("team:platform.headcount", "set", "12", "write 12 without quotes"),
        ("team:platform.headcount", "set", None, "it is empty; write a number"),
        ("team:platform.headcount", "scale", "2", "write it without quotes"),
        ("team:platform.headcount", "add", True, "needs a number"),
        ("team:platform.backfill", "scale", 2, 'use "set"'),
        ("team:platform.seasonality", "set", 1, "name one of its parts"),
        ("team:platform.wip_limit", "add", 1, "hits nothing"),
        ("team:platfrom.headcount", "set", 1, 'did you mean "platform"'),
        ("team:platform.headcout", "set", 1, 'did you mean "headcount"'),
        ("team:platform.id", "set", "x", "in the base"),
        ("scenario:s.name", "set", "x", "in the base"),
        ("portfolio.name", "set", "x", "in the base"),
        ("settings.currency", "set", "USD", "in the base"),
        ("settings.trials", "scale", 0.33333, "whole number"),
        ("settings.trials", "scale", float("inf"), "whole number"),
        ("stage:atlas-build-code.duration", "set", "9..5..3", "PERT"),
        ("stage:atlas-build-code.earliest_start", "set", "2027-9", "a month such as 2027-03"),
        ("stage:atlas-build-design.on_failure", "set", "explode", "there is: stop, rework"),
        ("risk:audit.impact", "set", 1, "name one of its parts"),
        ("stage:*.effort[nobody]", "set", 1, "hits nothing"),
    ],
)
def test_what_cannot_be_applied_is_named_with_a_remedy(target: str, action: str, value: Any, remedy: str) -> None:
    """The message names scenario, number of the override, target and what would be right."""
    with pytest.raises(ScenarioError, match=remedy) as caught:
        apply_scenario(with_override(target, value, action), "s")
    assert str(caught.value).startswith(f'scenario "s", override 1 ({target})')


def test_ancestors_come_first() -> None:
    """Parent sets 10, child adds 5: 15; the other way round would be 10."""
    parent = Scenario(id="a", name="A", overrides=(Override(target="team:platform.headcount", value=10),))
    change = Override(target="team:platform.headcount", action="add", value=5)
    child = Scenario(id="b", name="B", parent="a", overrides=(change,))
    portfolio = msgspec.structs.replace(example_portfolio(), scenarios=(child, parent))
    assert get(apply_scenario(portfolio, "b"), "team:platform.headcount") == 15
    assert get(apply_scenario(portfolio, "a"), "team:platform.headcount") == 10


def test_circle_of_parents_is_named() -> None:
    """a builds on b, b on a."""
    pair = (Scenario(id="a", name="A", parent="b"), Scenario(id="b", name="B", parent="a"))
    portfolio = msgspec.structs.replace(example_portfolio(), scenarios=pair)
    with pytest.raises(ScenarioError, match="a -> b -> a"):
        apply_scenario(portfolio, "a")


def test_unknown_scenario_and_parent_are_named() -> None:
    """The closest id is offered, and whose parent it is."""
    with pytest.raises(ScenarioError, match='did you mean "lean"'):
        apply_scenario(example_portfolio(), "leen")
    orphan = (Scenario(id="a", name="A", parent="gone"),)
    with pytest.raises(ScenarioError, match='no scenario "gone", the parent of "a"'):
        apply_scenario(msgspec.structs.replace(example_portfolio(), scenarios=orphan), "a")


@given(portfolios(max_initiatives=2))
@settings(max_examples=40)
def test_applying_never_changes_the_parent(portfolio: Portfolio) -> None:
    """The portfolio has the same digest before and after, and the base applied is the portfolio itself."""
    before = digest(portfolio)
    for scenario in portfolio.scenarios:
        apply_scenario(portfolio, scenario.id)
    assert digest(portfolio) == before
    assert apply_scenario(portfolio, None) is portfolio


def test_a_scenario_is_applied_once() -> None:
    """To the same portfolio; to one that was edited it is applied anew, and what the edit left alone is shared."""
    example = example_portfolio()
    scenario = example.scenarios[0].id
    applied = apply_scenario(example, scenario)
    assert apply_scenario(example, scenario) is applied
    edited = put(example, "initiative:atlas.rank", 99)
    assert get(apply_scenario(edited, scenario), "initiative:atlas.rank") == 99
    assert apply_scenario(edited, scenario).settings is applied.settings


def test_scenario_without_overrides_is_an_equal_portfolio() -> None:
    """Nothing changed means equal, scenarios included."""
    portfolio = msgspec.structs.replace(example_portfolio(), scenarios=(Scenario(id="same", name="Same"),))
    assert apply_scenario(portfolio, "same") == portfolio


def test_overridden_lists_what_differs_once() -> None:
    """Two overrides of one field are one line; one that sets the present value is none."""
    overrides = (
        Override(target="team:platform.headcount", action="add", value=1),
        Override(target="team:*.headcount", action="add", value=1),
        Override(target="team:design.name", value="Design"),
        Override(target="budget:*.amount", action="scale", value=0.5),
    )
    scenario = Scenario(id="s", name="S", overrides=overrides)
    portfolio = msgspec.structs.replace(example_portfolio(), scenarios=(scenario,))
    assert overridden(portfolio, "s") == [
        ("team:platform.headcount", 8, 10),
        ("team:design.headcount", 3, 4),
        ("budget:fy28-staffing.amount", Quantity.certain(1500000), Quantity.certain(750000)),
        ("budget:fy28-external.amount", Quantity.certain(400000), Quantity.certain(200000)),
    ]
    assert overridden(portfolio, None) == []
