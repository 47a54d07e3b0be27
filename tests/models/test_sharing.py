"""Portfolios that were sent or read, and share again what they have in common with the one before."""

import pickle

import msgspec

from models.edits import set_field
from models.overlay import Override, Scenario
from models.portfolio import Portfolio
from models.sharing import shared
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
