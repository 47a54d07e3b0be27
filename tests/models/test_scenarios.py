"""Scenarios as people work with them: made, copied, changed, looked through, promoted, removed."""

import msgspec
import pytest
from hypothesis import given, settings

from models.check import check, has_errors
from models.edits import EditError
from models.effects import effective, stale
from models.portfolio import Portfolio
from models.scenario import Override, Scenario, apply_scenario
from models.scenarios import (
    clone_scenario,
    create_scenario,
    delete_scenario,
    promote,
    remove_override,
    rename_scenario,
    set_override,
    set_parent,
)
from models.walk import get
from tests.any_portfolio import portfolios
from tests.portfolios import example_portfolio

HEADCOUNT = "team:platform.headcount"


def plain(portfolio: Portfolio, scenario: str | None) -> Portfolio:
    """What a scenario makes of the portfolio, without the list of scenarios itself."""
    return msgspec.structs.replace(apply_scenario(portfolio, scenario), scenarios=())


def with_scenarios(*scenarios: Scenario) -> Portfolio:
    """The example with these scenarios only."""
    return msgspec.structs.replace(example_portfolio(), scenarios=scenarios)


def test_a_new_scenario_is_its_parent() -> None:
    """It has an id made of its name and no overrides, so it gives what its parent gives."""
    made, name = create_scenario(example_portfolio(), "Slow start", parent="lean")
    assert name == "slow-start"
    assert plain(made, name) == plain(made, "lean")
    assert made.scenarios[:-1] == example_portfolio().scenarios


def test_no_new_scenario_is_called_as_the_base() -> None:
    """Its id would be the word that stands for the plan without a scenario."""
    assert create_scenario(example_portfolio(), "Base")[1] == "base-scenario"


def test_a_copy_stands_after_the_original_and_gives_the_same() -> None:
    made, name = clone_scenario(example_portfolio(), "lean-partner")
    assert [one.id for one in made.scenarios] == ["lean", "lean-partner", name]
    assert made.scenarios[2].name == "Lean with a partner (copy)"
    assert made.scenarios[2].parent == "lean"
    assert plain(made, name) == plain(made, "lean-partner")
    assert clone_scenario(made, "lean", "Leaner")[1] == "leaner"


def test_renaming_keeps_the_id() -> None:
    assert rename_scenario(example_portfolio(), "lean", "Tight").scenarios[0] == msgspec.structs.replace(
        example_portfolio().scenarios[0], name="Tight"
    )


def test_deleting_a_parent_changes_no_childs_figures() -> None:
    """The child takes over the overrides and builds on the base."""
    before = example_portfolio()
    after = delete_scenario(before, "lean")
    assert [(one.id, one.parent) for one in after.scenarios] == [("lean-partner", None)]
    assert plain(after, "lean-partner") == plain(before, "lean-partner")


def test_an_override_replaces_the_one_of_the_same_target_in_its_place() -> None:
    """8 people: 6 by the override that was there, 11 by the new one, which stays first."""
    after = set_override(example_portfolio(), "lean", HEADCOUNT, 3, "add", note="as agreed")
    assert [one.target for one in after.scenarios[0].overrides] == [HEADCOUNT, "budget:*.amount"]
    assert get(apply_scenario(after, "lean"), HEADCOUNT) == 11
    assert after.scenarios[0].overrides[0].note == "as agreed"


def test_a_removed_override_leaves_the_parents_value() -> None:
    after = remove_override(example_portfolio(), "lean", HEADCOUNT)
    assert get(apply_scenario(after, "lean"), HEADCOUNT) == 8
    with pytest.raises(EditError, match="has no override"):
        remove_override(after, "lean", HEADCOUNT)


@pytest.mark.parametrize(
    ("target", "value", "reason"),
    [
        (HEADCOUNT, 8, "changes nothing: team Platform: People at the start is 8 already"),
        ("team:platfrom.headcount", 3, 'did you mean "platform"'),
        ("team:platform.headcount", "many", "write a number"),
        ("settings.currency", "USD", "change it in the base"),
    ],
)
def test_overrides_that_would_be_stale_are_refused_with_the_reason(target: str, value: str | int, reason: str) -> None:
    """The example has 8 people in the team Platform."""
    with pytest.raises(EditError, match=reason):
        set_override(with_scenarios(Scenario(id="s", name="S")), "s", target, value)


def test_another_parent_brings_its_overrides() -> None:
    """Off lean, the partner plan has its 8 people back; a circle is refused."""
    after = set_parent(example_portfolio(), "lean-partner", None)
    assert get(apply_scenario(after, "lean-partner"), HEADCOUNT) == 8
    assert set_parent(after, "lean-partner", "lean") == example_portfolio()
    with pytest.raises(EditError, match="lean -> lean-partner -> lean"):
        set_parent(example_portfolio(), "lean", "lean-partner")
    with pytest.raises(EditError, match='no scenario "gone"'):
        set_parent(example_portfolio(), "lean", "gone")


@pytest.mark.parametrize("name", ["", "  "])
def test_a_scenario_needs_a_name(name: str) -> None:
    with pytest.raises(EditError, match="needs a name"):
        create_scenario(example_portfolio(), name)
    with pytest.raises(EditError, match="needs a name"):
        rename_scenario(example_portfolio(), "lean", name)


def test_unknown_scenarios_are_named_with_the_closest() -> None:
    for edit in (delete_scenario, clone_scenario, promote):
        with pytest.raises(EditError, match='did you mean "lean"'):
            edit(example_portfolio(), "leen")
    with pytest.raises(EditError, match='no scenario "leen"'):
        create_scenario(example_portfolio(), "X", parent="leen")


def test_effects_tell_whose_they_are_and_what_they_change() -> None:
    """Two inherited overrides, one of them on two budgets, then the scenario's own."""
    effects = effective(example_portfolio(), "lean-partner")
    assert [(one.scenario, one.number, one.inherited, len(one.changes)) for one in effects] == [
        ("lean", 1, True, 1),
        ("lean", 2, True, 2),
        ("lean-partner", 1, False, 1),
    ]
    assert effects[0].changes[0].words == "team Platform: People at the start: 8 -> 6"
    assert effects[1].changes[0].words == "budget FY28 staffing: Money of the period: 1,500,000 -> 1,200,000"
    assert effects[2].changes[0].words.endswith("(atlas-partner)")
    assert effective(example_portfolio(), None) == ()


def test_stale_overrides_are_told_with_the_reason() -> None:
    """One names a team that is gone, one sets what is there; the sound one is not in the list."""
    overrides = (
        Override(target="team:gone.headcount", value=1),
        Override(target=HEADCOUNT, value=8),
        Override(target="team:design.headcount", value=1),
    )
    found = stale(with_scenarios(Scenario(id="s", name="S", overrides=overrides)))
    assert [(one.number, one.kind) for one in found] == [(1, "impossible"), (2, "idle")]
    assert 'there is no team "gone"' in found[0].message
    orphan = stale(with_scenarios(Scenario(id="s", name="S", parent="gone")))
    assert [(one.number, one.kind) for one in orphan] == [(0, "impossible")]
    assert stale(example_portfolio()) == ()


def test_promoting_a_child_keeps_its_parent_what_it_was() -> None:
    """Lean takes two people and a fifth of the budget: were it applied to the new base, it would take them twice."""
    before = example_portfolio()
    promoted = promote(before, "lean-partner")
    after = promoted.portfolio
    assert plain(after, None) == plain(before, "lean-partner")
    assert plain(after, "lean") == plain(before, "lean")
    assert [one.target for one in after.scenarios[0].overrides] == ["initiative:atlas.selected"]
    assert promoted.stale == ()


def test_promoting_a_parent_keeps_its_children_what_they_were() -> None:
    before = example_portfolio()
    after = promote(before, "lean", keep_base_as="Before").portfolio
    assert [(one.id, one.parent) for one in after.scenarios] == [("lean-partner", None), ("before", None)]
    assert plain(after, "lean-partner") == plain(before, "lean-partner")
    assert plain(after, "before") == plain(before, None)


def test_promoting_tells_what_it_means_for_others() -> None:
    """Another scenario that sets the same people does nothing now; one that scales the budget starts from less."""
    others = (
        Scenario(id="same", name="Same", overrides=(Override(target=HEADCOUNT, value=6),)),
        Scenario(id="cut", name="Cut", overrides=(Override(target="budget:*.amount", action="scale", value=0.5),)),
        Scenario(id="far", name="Far", overrides=(Override(target="team:design.headcount", value=9),)),
    )
    before = msgspec.structs.replace(example_portfolio(), scenarios=(*example_portfolio().scenarios, *others))
    found = promote(before, "lean").stale
    assert [(one.scenario, one.number, one.kind) for one in found] == [("same", 1, "idle"), ("cut", 1, "rebased")]
    assert "1,200,000 -> 600,000" in found[1].message


def test_a_scenario_that_cannot_be_applied_is_not_promoted() -> None:
    broken = with_scenarios(Scenario(id="s", name="S", overrides=(Override(target="team:gone.headcount", value=1),)))
    with pytest.raises(EditError, match='scenario "s", override 1'):
        promote(broken, "s")


@given(portfolios(max_initiatives=2))
@settings(max_examples=30, deadline=None)
def test_promotion_is_the_scenario_as_base_whatever_the_portfolio(portfolio: Portfolio) -> None:
    """And what is kept as the old base is the old base; neither brings an error into the portfolio."""
    for scenario in portfolio.scenarios:
        after = promote(portfolio, scenario.id, keep_base_as="Before").portfolio
        assert plain(after, None) == plain(portfolio, scenario.id)
        assert plain(after, after.scenarios[-1].id) == plain(portfolio, None)
        assert not has_errors(check(after))
