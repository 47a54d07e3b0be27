"""Edits: each does what it says, leaves the old portfolio alone, and a healthy portfolio healthy."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.check import check
from models.codec import encode
from models.edits import (
    EditError,
    add_record,
    duplicate_record,
    fresh_id,
    move_record,
    remove_records,
    rename_id,
    rerank,
    select_option,
    set_field,
)
from models.initiative import Link, Option
from models.portfolio import Portfolio, Product
from models.scenario import Override, Scenario
from models.team import Hire, Team
from models.walk import find, get, records
from tests.any_portfolio import portfolios
from tests.portfolios import example_portfolio, q

RENAMED = [
    ("product", "suite"),
    ("product", "cloud"),
    ("team", "platform"),
    ("team", "design"),
    ("hire", "platform-h1"),
    ("rate", "engineer"),
    ("currency", "USD"),
    ("initiative", "atlas"),
    ("initiative", "beacon"),
    ("option", "atlas-build"),
    ("option", "atlas-partner"),
    ("option", "beacon-buy"),
    ("stage", "atlas-build-code"),
    ("stage", "atlas-build-test"),
    ("benefit", "beacon-buy-savings"),
    ("driver", "market"),
    ("risk", "audit"),
    ("budget", "fy28-staffing"),
    ("objective", "atlas-out"),
    ("scenario", "lean"),
    ("scorecard", "atlas-card"),
    ("criterion", "atlas-fit"),
    ("decision", "d1"),
    ("baseline", "board"),
    ("baseline_figure", "board-1"),
]


def addressed() -> Portfolio:
    """The example with a scenario that names teams, stages and initiatives in every way an address can."""
    overrides = (
        Override(target="stage:atlas-build-code.crew[platform]", action="scale", value=0.5),
        Override(target="stage:*.effort[platform]", action="scale", value=1.5),
        Override(target="stage:atlas-build-test.lag[atlas-build-code]", value=1),
        Override(target="stage:beacon-buy-integrate.lag[atlas]", value=2),
        Override(target="team:platform.rate", value="engineer"),
        Override(target="initiative:atlas.selected", value="atlas-partner"),
        Override(target="initiative:beacon.product", value="cloud"),
        Override(target="hire:platform-h1.count", value=1),
        Override(target="benefit:beacon-buy-savings.price", action="scale", value=2),
    )
    scenario = Scenario(id="all", name="All", parent="lean", overrides=overrides)
    base = example_portfolio()
    return msgspec.structs.replace(base, scenarios=(*base.scenarios, scenario))


def test_the_portfolio_with_every_kind_of_address_is_healthy() -> None:
    """The renaming tests start from no issue at all."""
    assert check(addressed()) == []


@pytest.mark.parametrize(("kind", "old"), RENAMED)
def test_renaming_follows_every_mention_and_back_is_identity(kind: str, old: str) -> None:
    """No issue arises, the old id is nowhere left in its role, and renaming back gives the same document."""
    before = addressed()
    after = rename_id(before, kind, old, "brand-new")
    assert check(after) == []
    assert not any(located.kind == kind and located.id == old for located in records(after))
    assert encode(rename_id(after, kind, "brand-new", old)) == encode(before)


@given(portfolios(max_initiatives=2), st.data())
@settings(max_examples=40)
def test_renaming_any_record_and_back_is_identity(portfolio: Portfolio, data: st.DataObject) -> None:
    """Undo of a rename is the rename back, for any record of any portfolio."""
    named = [one for one in records(portfolio) if one.kind not in ("settings", "correlation")]
    one = data.draw(st.sampled_from(named))
    renamed = rename_id(portfolio, one.kind, one.id, "brand-new")
    assert rename_id(renamed, one.kind, "brand-new", one.id) == portfolio


@pytest.mark.parametrize(
    ("new", "remedy"), [("design", '"design-2"'), ("a b", '"a-b"'), ("", '"team"'), ("x" * 81, "at most 80")]
)
def test_ids_that_cannot_be_taken_are_refused_with_a_free_one(new: str, remedy: str) -> None:
    """Taken, with a blank, empty, too long."""
    with pytest.raises(EditError, match=remedy):
        rename_id(example_portfolio(), "team", "platform", new)


def test_renaming_a_stage_leaves_the_initiative_of_that_name_alone() -> None:
    """Only the kind that is renamed changes: the initiative atlas keeps its links and addresses."""
    after = rename_id(addressed(), "team", "design", "atlas")
    assert find(after, "initiative", "atlas")
    assert get(after, "stage:atlas-build-code.crew[atlas]") == 0.5


@pytest.mark.parametrize(
    ("address", "value", "expected"),
    [
        ("team:platform.headcount", 9, 9.0),
        ("stage:atlas-build-code.duration", "1..2..3", q("1..2..3")),
        ("stage:atlas-build-code.duration", q(3), q(3)),
        ("stage:atlas-build-code.duration", None, None),
        ("stage:atlas-build-code.after", (Link(initiative="beacon"),), (Link(initiative="beacon"),)),
        ("correlation:1.rho", -0.5, -0.5),
        ("portfolio.name", "New", "New"),
        ("settings.fiscal.quarters", "4-4-5", "4-4-5"),
    ],
)
def test_set_field_takes_typed_and_stored_values(address: str, value: Any, expected: Any) -> None:
    """What people type and what records hold are both understood; the old portfolio stays."""
    before = example_portfolio()
    assert get(set_field(before, address, value), address) == expected
    assert before == example_portfolio()


@pytest.mark.parametrize(
    ("address", "value", "remedy"),
    [
        ("team:platform.headcount", "x", "write a number"),
        ("team:platform.id", "x", "rename the record"),
        ("team:nobody.headcount", 1, "there is no team"),
        ("team.headcount", 1, "team:id.headcount"),
        ("stage:atlas-build-code.duration", "9..1..2", "PERT"),
    ],
)
def test_set_field_refuses_what_does_not_fit(address: str, value: Any, remedy: str) -> None:
    """The remedy is in the message."""
    with pytest.raises(EditError, match=remedy):
        set_field(example_portfolio(), address, value)


@given(portfolios(max_initiatives=2), st.data())
@settings(max_examples=40)
def test_setting_a_field_and_setting_it_back_is_identity(portfolio: Portfolio, data: st.DataObject) -> None:
    """Undo of a change is the old value put back."""
    team = data.draw(st.sampled_from(portfolio.teams))
    address = f"team:{team.id}.headcount"
    assert set_field(set_field(portfolio, address, 99.0), address, team.headcount) == portfolio


def test_add_and_remove_is_identity() -> None:
    """A record that nothing names leaves no trace; index and parent are honoured."""
    before = example_portfolio()
    after = add_record(before, "product", Product(id="new", name="New"), index=1)
    assert [product.id for product in after.products] == ["suite", "new", "cloud"]
    assert remove_records(after, "product", ["new"]) == before
    hired = add_record(before, "hire", Hire(id="h2", month="2027-05"), parent_id="design")
    assert find(hired, "hire", "h2").owners[0].id == "design"
    assert remove_records(hired, "hire", ["h2"]) == before


@pytest.mark.parametrize(
    ("kind", "record", "parent", "remedy"),
    [
        ("team", Team(id="design", name="D", headcount=1), None, '"design-2"'),
        ("team", Product(id="x", name="X"), None, "cannot be added"),
        ("hire", Hire(id="x", month="2027-01"), None, "say which"),
        ("hire", Hire(id="x", month="2027-01"), "nobody", "there is no team"),
        ("settings", Product(id="x", name="X"), None, "cannot be added"),
    ],
)
def test_add_refuses_what_has_no_place(kind: str, record: Any, parent: str | None, remedy: str) -> None:
    """Taken ids, wrong kinds, missing parents."""
    with pytest.raises(EditError, match=remedy):
        add_record(example_portfolio(), kind, record, parent)


@pytest.mark.parametrize(
    ("kind", "record_id"),
    [
        ("team", "design"),
        ("stage", "atlas-build-code"),
        ("option", "atlas-partner"),
        ("benefit", "atlas-build-sales"),
        ("initiative", "atlas"),
        ("product", "suite"),
        ("rate", "engineer"),
        ("budget", "fy28-staffing"),
        ("risk", "audit"),
        ("driver", "market"),
        ("correlation", "1"),
        ("objective", "atlas-out"),
        ("scenario", "lean-partner"),
        ("decision", "d1"),
        ("actual", "a1"),
    ],
)
def test_removing_takes_away_what_named_it(kind: str, record_id: str) -> None:
    """Nothing dangles: there is no unknown id afterwards, and the old portfolio is as it was."""
    before = example_portfolio()
    after = remove_records(before, kind, [record_id])
    if kind != "correlation":
        assert not any((one.kind, one.id) == (kind, record_id) for one in records(after))
    assert [issue for issue in check(after) if "there is no" in issue.message or "hits nothing" in issue.message] == []
    assert before == example_portfolio()


def test_a_stage_whose_predecessor_goes_follows_the_one_before() -> None:
    """Test waited for code; without code it follows design by default."""
    after = remove_records(example_portfolio(), "stage", ["atlas-build-code"])
    assert get(after, "stage:atlas-build-test.after") is None


@pytest.mark.parametrize(
    ("kind", "record_id", "remedy"),
    [
        ("scenario", "lean", '"lean-partner" builds on it'),
        ("currency", "USD", "is in this currency"),
        ("initiative", "beacon", "decisions about it"),
        ("team", "nobody", "there is no team"),
        ("settings", "", "cannot be removed"),
    ],
)
def test_what_is_still_needed_is_not_removed(kind: str, record_id: str, remedy: str) -> None:
    """Removing would change the meaning of what stays, or lose a decision."""
    with pytest.raises(EditError, match=remedy):
        remove_records(example_portfolio(), kind, [record_id])


@pytest.mark.parametrize(("kind", "record_id"), [pair for pair in RENAMED if pair[0] not in ("currency", "budget")])
def test_a_copy_has_ids_of_its_own_and_is_healthy(kind: str, record_id: str) -> None:
    """The copy stands after the original with new ids deep inside; removing it gives the old portfolio back."""
    before = example_portfolio()
    after, new_id = duplicate_record(before, kind, record_id)
    assert not [issue for issue in check(after) if issue.severity == "error"]
    assert new_id == f"{record_id}-2"
    assert remove_records(after, kind, [new_id]) == before


def test_a_copied_option_links_its_own_stages() -> None:
    """The copy's test stage waits for the copy's code stage."""
    after, new_id = duplicate_record(example_portfolio(), "option", "atlas-build")
    copy = find(after, "option", new_id).record
    assert isinstance(copy, Option)
    assert [stage.id for stage in copy.stages][1] == "atlas-build-code-2"
    assert copy.stages[2].after == (Link(stage="atlas-build-code-2", lag=q("0..0.5..1")),)
    assert copy.name == "Build (copy)"
    twice, third_id = duplicate_record(after, "option", "atlas-build")
    assert third_id == "atlas-build-3"
    assert not [issue for issue in check(twice) if issue.severity == "error"]


def test_a_copied_initiative_selects_its_own_option() -> None:
    """Selected is followed, too."""
    after, new_id = duplicate_record(example_portfolio(), "initiative", "atlas")
    assert get(after, f"initiative:{new_id}.selected") == "atlas-build-2"


def test_a_correlation_can_be_copied_by_its_position() -> None:
    """It has no id; the copy is the next one."""
    after, new_id = duplicate_record(example_portfolio(), "correlation", "1")
    assert (new_id, len(after.correlations)) == ("2", 2)


def test_moving_there_and_back_is_identity() -> None:
    """Indices beyond the end are the end."""
    before = example_portfolio()
    after = move_record(before, "stage", "atlas-build-design", 99)
    option = find(after, "option", "atlas-build").record
    assert isinstance(option, Option)
    assert option.stages[-1].id == "atlas-build-design"
    assert move_record(after, "stage", "atlas-build-design", 0) == before
    with pytest.raises(EditError, match="only one"):
        move_record(before, "settings", "", 1)


def test_reranking_numbers_from_one_and_keeps_the_others_behind() -> None:
    """Beacon first, atlas follows; back again is identity."""
    before = example_portfolio()
    after = rerank(before, ["beacon"])
    assert {one.id: one.rank for one in after.initiatives} == {"beacon": 1, "atlas": 2}
    assert rerank(after, ["atlas", "beacon"]) == before
    with pytest.raises(EditError, match='did you mean "atlas"'):
        rerank(before, ["atals"])


def test_selecting_an_option_or_none() -> None:
    """Options of the initiative only."""
    before = example_portfolio()
    assert get(select_option(before, "atlas", "atlas-partner"), "initiative:atlas.selected") == "atlas-partner"
    assert get(select_option(before, "atlas", None), "initiative:atlas.selected") is None
    with pytest.raises(EditError, match="has no option"):
        select_option(before, "atlas", "beacon-buy")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Atlas: phase 2", "atlas-phase-2"),
        ("Übersicht", "ubersicht"),
        ("Platform", "platform-2"),
        ("计划", "team"),
        ("", "team"),
    ],
)
def test_fresh_ids_come_from_names(name: str, expected: str) -> None:
    """Accents fall away, what is no letter becomes a dash, what is taken gets a number."""
    assert fresh_id(example_portfolio(), "team", name) == expected


@given(st.text(max_size=120))
def test_a_fresh_id_is_always_an_id(name: str) -> None:
    """Any name gives an id that can be used at once."""
    before = example_portfolio()
    after = add_record(before, "team", Team(id=fresh_id(before, "team", name), name=name or "x", headcount=1))
    assert not [issue for issue in check(after) if issue.severity == "error"]
