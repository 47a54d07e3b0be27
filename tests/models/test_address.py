"""Addresses: their text round trip, and what is said about those that name nothing."""

import pytest
from hypothesis import given, settings

from models.address import Address, AddressError, Reference, parse_address, parse_reference, value_info
from models.fields import field_info
from models.portfolio import Portfolio, Settings
from models.team import Team
from models.uncertainty import Quantity
from models.walk import quantities
from tests.any_portfolio import portfolios
from tests.portfolios import example_portfolio

TEXTS = [
    "stage:atlas-design.duration",
    "stage:atlas-design.effort[platform]",
    "stage:x.crew[platform]",
    "stage:x.crew",
    "stage:x.lag[y]",
    "stage:x.lag[initiative:y]",
    "settings.discount_rate",
    "settings.fiscal.first_month",
    "portfolio.name",
    "team:*.headcount",
    "team:platform.seasonality[12]",
    "risk:r1.impact.duration_months",
    "risk:r1.mitigation.active",
    "risk:r1.mitigation.impact.cost_amount",
    "benefit:b.amounts[2]",
    "currency:USD.rate",
]


@pytest.mark.parametrize("text", TEXTS)
def test_text_round_trip_is_exact(text: str) -> None:
    """Printing what was parsed gives the text again."""
    assert str(parse_address(text)) == text


@given(portfolios(max_initiatives=2))
@settings(max_examples=40)
def test_every_quantity_of_a_portfolio_has_an_address_of_that_form(portfolio: Portfolio) -> None:
    """The addresses that a walk gives are unique, parse, print the same and stand for quantities."""
    texts = [text for text, _ in quantities(portfolio)]
    assert len(set(texts)) == len(texts)
    for text in texts:
        assert str(parse_address(text)) == text
        assert value_info(parse_address(text)).is_quantity


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("", "write kind:id.field"),
        ("headcount", "write kind:id.field"),
        ("team:platform", "write kind:id.field"),
        ("team:a b.headcount", "write kind:id.field"),
        ("tema:platform.headcount", 'did you mean "team"'),
        ("team:platform.headcout", 'did you mean "headcount"'),
        ("risk:r.impact.duration_month", 'did you mean "impact.duration_months"'),
        ("risk:r.probability.low", "risk has no field probability.low"),
        ("team.headcount", r"write team:id.headcount, or team:\*.headcount"),
        ("settings:x.seed", "write settings.seed"),
        ("stage:x.effort", r"write effort\[id\]"),
        ("stage:x.lag", r"write lag\[id\]"),
        ("stage:x.duration[1]", r"leave out \[1\]"),
        ("benefit:b.amounts[0]", "count from 1"),
        ("benefit:b.amounts[x]", "count from 1"),
        ("benefit:b.amounts[²]", "leave out"),
        ("stage:x.crew[", "write kind:id.field"),
    ],
)
def test_what_names_nothing_is_refused_with_a_remedy(text: str, remedy: str) -> None:
    """The message says the form, or the closest kind or field."""
    with pytest.raises(AddressError, match=remedy):
        parse_address(text)


def test_parts_of_a_stage_have_the_type_of_what_they_name() -> None:
    """The crew's part is people (a plain number), effort and lag are quantities."""
    assert value_info(Address("stage", "x", "crew", "platform")).core is float
    assert value_info(Address("stage", "x", "effort", "platform")).core is Quantity
    assert value_info(Address("stage", "x", "lag", "y")).core is Quantity


def test_references_name_records() -> None:
    """A reference has no field; other kinds than those allowed are refused."""
    assert parse_reference("stage:x") == Reference("stage", "x")
    assert parse_reference("stage:*").every
    with pytest.raises(AddressError, match='did you mean "stage"'):
        parse_reference("stages:x", ("stage", "benefit"))
    with pytest.raises(AddressError, match="such as stage:some-id"):
        parse_reference("x", ("stage",))


def test_field_info_reads_unit_typical_value_and_help() -> None:
    """The annotations of the records are the one source for help, unit and typical value."""
    info = field_info(Team, "availability")
    assert (info.unit, info.typical, info.is_quantity) == ("share", "0.7..0.8..0.85", True)
    assert info.description == "Share of time not spent on running the business"
    assert field_info(Team, "rate").optional
    assert field_info(Settings, "fiscal.quarters").choices == ("calendar", "4-4-5")
    assert field_info(Settings, "start").required
    with pytest.raises(KeyError):
        field_info(Settings, "seed.low")


def test_example_has_an_address_for_each_kind_of_quantity() -> None:
    """Nested, keyed and listed quantities are all found."""
    texts = {text for text, _ in quantities(example_portfolio())}
    assert {
        "risk:audit.mitigation.cost",
        "stage:atlas-build-test.effort[platform]",
        "stage:atlas-build-test.lag[atlas-build-code]",
        "stage:beacon-buy-integrate.lag[atlas]",
        "benefit:beacon-buy-savings.amounts[2]",
        "settings.wage_inflation",
        "currency:USD.rate",
    } <= texts
