"""Portfolios that were sent or read, and share again what they have in common with the one before."""

import pickle

import msgspec
import pytest

from models.edits import set_field
from models.overlay import Override, Scenario
from models.portfolio import Portfolio
from models.sharing import changed, difference, shared
from models.walk import records
from tests.portfolios import example_portfolio

EXAMPLE = example_portfolio()


def test_a_copy_of_an_edited_portfolio_shares_all_but_the_edited_record_and_its_owners() -> None:
    """After a price is edited and the portfolio sent: initiative, option and benefit are new, nothing else."""
    edited = set_field(EXAMPLE, "benefit:atlas-build-sales.price", 77)
    found = shared(pickle.loads(pickle.dumps(edited)), EXAMPLE)
    assert found == edited
    before = {(one.kind, one.id): one.record for one in records(EXAMPLE)}
    own = {(one.kind, one.id) for one in records(found) if one.record is not before[one.kind, one.id]}
    assert {kind for kind, _ in own} - {"scenario"} == {"initiative", "option", "benefit"}
    assert sum(kind != "scenario" for kind, _ in own) == 3


def test_records_are_found_by_id_where_others_come_and_go() -> None:
    """Without the first team, the others are still known."""
    fewer = msgspec.structs.replace(EXAMPLE, teams=EXAMPLE.teams[1:])
    found = shared(pickle.loads(pickle.dumps(fewer)), EXAMPLE)
    assert all(one is other for one, other in zip(found.teams, EXAMPLE.teams[1:], strict=True))


def test_one_is_not_true() -> None:
    """An override that sets 1 is not replaced by one that sets true, though Python says that they are equal."""

    def overriding(value: int | bool) -> Portfolio:
        change = Override(target="team:platform.backfill", action="set", value=value)
        return msgspec.structs.replace(EXAMPLE, scenarios=(Scenario(id="s", name="S", overrides=(change,)),))

    found = shared(overriding(1), overriding(True))
    assert found.scenarios[0].overrides[0].value is not True


def test_nothing_before() -> None:
    """The first portfolio is taken as it is."""
    assert shared(EXAMPLE, None) is EXAMPLE


EDITED = {
    "a price": set_field(EXAMPLE, "benefit:atlas-build-sales.price", 77),
    "a setting": set_field(EXAMPLE, "settings.discount_rate", "0.2"),
    "a team less": msgspec.structs.replace(EXAMPLE, teams=EXAMPLE.teams[1:]),
    "another order": msgspec.structs.replace(EXAMPLE, risks=EXAMPLE.risks[::-1]),
    "nothing left": Portfolio(name="Empty", settings=EXAMPLE.settings),
    "nothing": EXAMPLE,
}


@pytest.mark.parametrize("edit", EDITED)
def test_a_difference_leads_from_one_portfolio_to_the_other(edit: str) -> None:
    """Sent or not, forth and back; what both have is the same object, and only the rest is sent."""
    edited = EDITED[edit]
    for new, old in ((edited, EXAMPLE), (EXAMPLE, edited)):
        found = changed(old, pickle.loads(pickle.dumps(difference(new, old))))
        assert found == new
        assert found.settings is old.settings or found.settings != old.settings
    assert changed(None, pickle.loads(pickle.dumps(difference(edited, None)))) == edited


def test_the_difference_of_an_edit_is_small() -> None:
    """A price: its initiative goes along, one of a few, and nothing else."""
    sent, whole = (len(pickle.dumps(difference(EDITED["a price"], old))) for old in (EXAMPLE, None))
    assert sent < whole / 2
