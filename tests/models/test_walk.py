"""Finding and putting: what is put can be got, and nothing else changes."""

import pytest
from hypothesis import given, settings

from models.address import AddressError, parse_address
from models.fields import KINDS
from models.initiative import Crew, Initiative, Link, Option, Stage
from models.portfolio import Portfolio, Settings
from models.uncertainty import Quantity
from models.walk import find, get, index_records, locate, put, quantities, records, records_of
from tests.any_portfolio import portfolios
from tests.portfolios import example_portfolio


def test_records_come_in_document_order_with_their_owners() -> None:
    """The settings first, parents before children; a stage knows its option and initiative, and its place."""
    found = list(records(example_portfolio()))
    assert found[0].kind == "settings"
    stage = find(example_portfolio(), "stage", "atlas-build-code")
    assert [(owner.kind, owner.id) for owner in stage.owners] == [("initiative", "atlas"), ("option", "atlas-build")]
    assert stage.place == "initiatives[0].options[0].stages[1]"
    kinds = [located.kind for located in found]
    assert kinds.index("team") < kinds.index("hire") < kinds.index("initiative") < kinds.index("driver")


def test_every_kind_of_record_is_walked() -> None:
    """The example holds one of everything but the root; a correlation goes by its position."""
    index = index_records(example_portfolio())
    assert len({kind for kind, _ in index}) == 22
    assert ("correlation", "1") in index


@given(portfolios(max_initiatives=2))
@settings(max_examples=40)
def test_each_quantity_can_be_got_and_put_back(portfolio: Portfolio) -> None:
    """get gives what the walk gave; putting another value changes exactly that quantity."""
    before = dict(quantities(portfolio))
    for address, value in list(before.items())[::17]:  # every 17th: all kinds over 100 portfolios, and quick
        assert get(portfolio, address) == value
        other = value.shifted(0.125)
        after = dict(quantities(put(portfolio, address, other)))
        assert after == before | {address: other}


@pytest.mark.parametrize("kind", KINDS)
def test_the_records_of_a_kind_are_those_among_all(kind: str) -> None:
    """Wherever they stand: hires within teams, stages within options, the settings by themselves."""
    example = example_portfolio()
    assert list(records_of(example, kind)) == [one for one in records(example) if one.kind == kind]


def test_put_shares_what_does_not_change() -> None:
    """Teams and the other initiative are the same objects afterwards."""
    before = example_portfolio()
    after = put(before, "stage:atlas-build-code.duration", Quantity.certain(5))
    assert after.teams is before.teams
    assert after.initiatives[1] is before.initiatives[1]
    assert before == example_portfolio()


def test_star_puts_into_every_record_of_the_kind() -> None:
    """Both teams change; get refuses to choose one."""
    after = put(example_portfolio(), "team:*.headcount", 5.0)
    assert [team.headcount for team in after.teams] == [5.0, 5.0]
    with pytest.raises(AddressError, match="name one"):
        get(after, "team:*.headcount")


def test_star_with_a_part_reaches_only_records_that_have_it() -> None:
    """Of the stages, three have the platform team in their crew."""
    hits = locate(example_portfolio(), parse_address("stage:*.crew[platform]"))
    assert [located.id for _, located in hits] == ["atlas-build-code", "atlas-build-test", "beacon-buy-integrate"]


@pytest.mark.parametrize(
    ("address", "remedy"),
    [
        ("team:platfrom.headcount", 'did you mean "platform"'),
        ("stage:atlas-build-code.crew[dsign]", 'did you mean "design"'),
        ("stage:atlas-build-test.lag[x]", "there is: atlas-build-code"),
        ("benefit:beacon-buy-savings.amounts[3]", "only 2 values"),
        ("risk:audit.mitigation.impact.cost_amount", "is empty; fill that first"),
    ],
)
def test_what_is_not_there_is_refused_with_the_closest(address: str, remedy: str) -> None:
    """Unknown ids, parts and empty holders are told apart."""
    with pytest.raises(AddressError, match=remedy):
        get(example_portfolio(), address)


def test_crew_and_effort_and_lag_are_reached_by_what_they_name() -> None:
    """People, effort and lag of one member or link are put without touching the others."""
    after = put(example_portfolio(), "stage:atlas-build-code.crew[design]", 1.5)
    assert get(after, "stage:atlas-build-code.crew[design]") == 1.5
    assert get(after, "stage:atlas-build-code.crew[platform]") == 4


def test_stage_and_initiative_of_one_name_have_different_lags() -> None:
    """Where a stage waits for a stage and an initiative of the same id, the initiative is marked."""
    both = Stage(
        id="s", duration=Quantity.certain(1), after=(Link(stage="x"), Link(initiative="x", lag=Quantity.certain(2)))
    )
    option = Option(id="o", stages=(Stage(id="x", crew=(Crew(team="t", fte=1),)), both))
    portfolio = Portfolio(
        name="", settings=Settings(start="2027-01"), initiatives=(Initiative(id="i", name="I", options=(option,)),)
    )
    assert get(portfolio, "stage:s.lag[x]").base == 0
    assert get(portfolio, "stage:s.lag[initiative:x]").base == 2
