"""What differs between portfolios, found from the portfolios themselves."""

import msgspec
from hypothesis import given, settings

from models.differences import MISSING, differences, differing_inputs
from models.edits import remove_records, set_field
from models.portfolio import Portfolio
from models.scenario import apply_scenario, overridden
from models.walk import put
from tests.any_portfolio import portfolios
from tests.portfolios import example_portfolio, q


def test_equal_portfolios_differ_in_nothing() -> None:
    """Names of the document, its scenarios and decisions are no inputs."""
    renamed = msgspec.structs.replace(example_portfolio(), name="Other", scenarios=(), decisions=(), actuals=())
    assert differences(example_portfolio(), renamed) == []
    assert differing_inputs((example_portfolio(), renamed)) == ()


def test_every_kind_of_field_is_found_at_its_address() -> None:
    """A number, a quantity, parts of a stage, one value of a list, records within records, the settings."""
    changes = {
        "settings.discount_rate": q(0.2),
        "settings.fiscal.first_month": 7,
        "team:platform.headcount": 9.0,
        "stage:atlas-build-code.crew[design]": 3.0,
        "stage:atlas-build-test.effort[platform]": q(7),
        "stage:atlas-build-test.lag[atlas-build-code]": q(2),
        "benefit:beacon-buy-savings.amounts[2]": q(5),
        "risk:audit.impact.duration_months": q(9),
        "risk:audit.mitigation.active": True,
    }
    after = example_portfolio()
    for address, value in changes.items():
        after = put(after, address, value)
    assert {str(address): value for address, _, value in differences(example_portfolio(), after)} == changes


def test_three_portfolios_side_by_side_in_words() -> None:
    """Each input once, a value for each portfolio."""
    portfolio = example_portfolio()
    found = differing_inputs([apply_scenario(portfolio, name) for name in (None, "lean", "lean-partner")])
    assert [(one.words, one.unit, one.values) for one in found] == [
        ("team Platform: People at the start", "FTE", ("8", "6", "6")),
        (
            "initiative Atlas: The option taken",
            "",
            ("Build (atlas-build)", "Build (atlas-build)", "Partner (atlas-partner)"),
        ),
        ("budget FY28 staffing: Money of the period", "money", ("1,500,000", "1,200,000", "1,200,000")),
        ("budget FY28 external: Money of the period", "money", ("400,000", "320,000", "320,000")),
    ]


def test_what_one_portfolio_lacks_is_told() -> None:
    """A risk that is taken out, and an initiative that is not funded."""
    without = remove_records(example_portfolio(), "risk", ["audit"])
    gone = [after for address, _, after in differences(example_portfolio(), without) if address.kind == "risk"]
    assert gone
    assert all(value is MISSING for value in gone)
    unfunded = set_field(example_portfolio(), "initiative:atlas.selected", None)
    assert differing_inputs((unfunded, example_portfolio()))[0].values == ("not funded", "Build (atlas-build)")
    assert differing_inputs((without, example_portfolio()))[0].values[0] == "not there"


@given(portfolios(max_initiatives=2))
@settings(max_examples=30, deadline=None)
def test_a_scenario_differs_where_its_overrides_say(portfolio: Portfolio) -> None:
    """Walking the records finds the same as following the overrides."""
    for scenario in portfolio.scenarios:
        walked = differences(portfolio, apply_scenario(portfolio, scenario.id))
        followed = overridden(portfolio, scenario.id)
        assert {str(address): (old, new) for address, old, new in walked} == {
            address: (old, new) for address, old, new in followed
        }
