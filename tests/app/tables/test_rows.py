"""Rows of a table, what changed between two of them, and the issues that belong to their cells."""

from collections.abc import Sequence

import msgspec
import pytest

from app.tables.changes import NESTED
from app.tables.places import Place, place_of
from app.tables.rows import HOLDERS, Row, difference, renamed_keys, rows_of
from models.check import check
from models.edits import add_record, move_record, remove_records, rename_id, set_field
from models.issue import Issue
from models.portfolio import Currency, Portfolio
from models.uncertainty import Quantity


def replayed(old: Sequence[Row], new: Sequence[Row]) -> list[str]:
    """The old keys after the difference was carried out on them, as a view does."""
    found = difference(old, new)
    keys = [row.key for row in old]
    for first, last in reversed(found.removed):
        del keys[first : last + 1]
    if found.order is not None:
        keys = list(found.order)
    for first, last in found.inserted:
        keys[first:first] = [row.key for row in new[first : last + 1]]
    return keys


@pytest.mark.parametrize("kind", HOLDERS)
def test_rows_are_the_records_of_a_kind(sample: Portfolio, kind: str) -> None:
    """Of the whole portfolio in document order; of one parent only its own."""
    rows = rows_of(sample, kind)
    assert len({row.key for row in rows}) == len(rows)
    if kind in NESTED and rows:
        parent = rows[0].parent_id
        own = rows_of(sample, kind, parent)
        assert own == tuple(row for row in rows if row.parent_id == parent)
        assert 0 < len(own) < len(rows)


def test_a_difference_brings_old_rows_to_new_ones(sample: Portfolio) -> None:
    """Removals, moves and insertions at once."""
    old = rows_of(sample, "team")
    changed = remove_records(sample, "rate", [])
    changed = move_record(changed, "team", old[0].id, 5)
    changed = msgspec.structs.replace(changed, teams=(*changed.teams[1:4], *changed.teams[5:]))
    copy = msgspec.structs.replace(sample.teams[0], id="new")
    changed = add_record(changed, "team", copy, index=2)
    new = rows_of(changed, "team")
    assert replayed(old, new) == [row.key for row in new]


def test_an_edit_of_one_record_changes_one_row(sample: Portfolio) -> None:
    """Nothing is removed, moved or inserted."""
    old = rows_of(sample, "team")
    found = difference(old, rows_of(set_field(sample, f"team:{old[3].id}.headcount", 9), "team"))
    assert (found.removed, found.order, found.inserted, found.changed) == ((), None, (), ((3, 3),))


def test_a_renamed_record_stays_in_its_row(sample: Portfolio) -> None:
    """Its row is changed, so selection and pending texts stay with it."""
    old = rows_of(sample, "team")
    new = rows_of(rename_id(sample, "team", old[2].id, "renamed"), "team")
    assert renamed_keys(old, new) == {old[2].id: "renamed"}
    assert difference(old, new).removed == ()


def test_swapped_ids_are_no_renaming(sample: Portfolio) -> None:
    """Two records that change places keep their keys."""
    old = rows_of(sample, "team")
    new = rows_of(move_record(sample, "team", old[0].id, 1), "team")
    assert renamed_keys(old, new) is None
    assert replayed(old, new) == [row.key for row in new]


def test_an_id_that_is_there_twice_has_two_rows(sample: Portfolio) -> None:
    """Both can be told apart, so that the second can be mended."""
    twice = Currency(id="USD", rate=Quantity.certain(1.0))
    rows = rows_of(msgspec.structs.replace(sample, currencies=(twice, twice)), "currency")
    assert [row.key for row in rows] == ["USD", "USD#2"]
    assert [row.id for row in rows] == ["USD", "USD"]


@pytest.mark.parametrize(
    ("where", "field", "place"),
    [
        ("stage atlas-design (Atlas > Build)", "duration", Place("stage", "atlas-design", "duration")),
        ("stage s (A > B (new))", "crew[platform]", Place("stage", "s", "crew")),
        ("stage s (A > B)", "after[2]", Place("stage", "s", "after")),
        ("risk r", "mitigation.impact.cost_amount", Place("risk", "r", "mitigation.impact.cost_amount")),
        ("settings", "trials", Place("settings", "", "trials")),
        ("team web, in scenario lean", "headcount", Place("scenario", "lean", "")),
        ('initiatives[2].name (initiative "atlas")', "name", Place("initiative", "atlas", "name")),
        ('risks[0].impact.cost_factor (risk "r")', "cost_factor", Place("risk", "r", "impact.cost_factor")),
        ('teams[0].seasonality[3] (team "web")', "seasonality[3]", Place("team", "web", "seasonality")),
        ("document", "", None),
    ],
)
def test_an_issue_belongs_to_a_cell(where: str, field: str, place: Place | None) -> None:
    """Whether it was found across records or in the shape of one; parts of a field belong to the field."""
    assert place_of(Issue(where, field, "wrong")) == place


def test_issues_of_broken_records_find_their_rows(sample: Portfolio) -> None:
    """What the checks really say of a portfolio with several mistakes leads to records that are there."""
    broken = set_field(sample, "team:*.headcount", -1.0)
    broken = set_field(broken, "budget:*.period", "FY1")
    broken = set_field(broken, "initiative:*.product", "nowhere")
    found = {place_of(one) for one in check(broken) if one.severity == "error" and "in scenario" not in one.where}
    assert None not in found
    assert {place.kind for place in found if place} == {"team", "budget", "initiative", "stage"}  # no crew has people
    for place in found:
        assert place is not None
        assert any(row.id == place.id for row in rows_of(broken, place.kind))
