"""What the check says of whole portfolios: healthy, with several mistakes at once, and nonsense."""

from typing import Any

import pytest
from hypothesis import given, settings

from models.check import check, has_errors
from models.initiative import Crew, Initiative, Link, Option, Stage
from models.portfolio import Portfolio, Settings
from models.risk import Correlation
from models.scenario import Override, Scenario
from models.walk import find, put
from tests.any_portfolio import portfolios
from tests.models.changed_example import CODE, OPTION, SALES, TEST, changed, initiative
from tests.portfolios import example_portfolio, q


def test_healthy_example_has_no_issue() -> None:
    """One of everything, and neither an error nor a warning."""
    assert check(example_portfolio()) == []


@given(portfolios())
@settings(max_examples=40)
def test_random_valid_portfolios_have_no_error(portfolio: Portfolio) -> None:
    """What the strategy builds may be forecast; warnings are allowed."""
    assert [issue for issue in check(portfolio) if issue.severity == "error"] == []


def test_issues_name_the_record_as_people_know_it() -> None:
    """A stage is named with its initiative and option."""
    (issue,) = check(changed({f"{CODE}.external_cost": q(-5)}))[:1]
    assert issue.where == "stage atlas-build-code (Atlas > Build)"


def test_all_mistakes_are_reported_at_once_errors_first() -> None:
    """Two independent mistakes and an oddity are reported together."""
    found = check(changed({"settings.trials": 0, "team:platform.attrition": q(2), "currency:USD.rate": q(0)}))
    assert {issue.field for issue in found} == {"trials", "attrition", "rate"}
    assert [issue.severity for issue in found] == ["error", "error", "warning"]


def test_circle_is_named_in_the_order_of_time() -> None:
    """Code waits for test, and test for code."""
    found = check(changed({f"{CODE}.after": (Link(stage="atlas-build-test"),)}))
    text = next(issue.message for issue in found if "wait for each other" in issue.message)
    assert any(
        circle in text
        for circle in (
            "atlas-build-code -> atlas-build-test -> atlas-build-code",
            "atlas-build-test -> atlas-build-code -> atlas-build-test",
        )
    )


def test_three_initiatives_in_a_circle_are_one_issue() -> None:
    """a waits for c, b for a, c for b: in time, a comes before b before c before a."""
    three = (initiative("a", "c"), initiative("b", "a"), initiative("c", "b"))
    portfolio = Portfolio(name="", settings=Settings(start="2027-01"), initiatives=three)
    (issue,) = check(portfolio)
    chain = issue.message.split(": ")[1].split(";")[0].split(" -> ")
    assert chain[0] == chain[-1]
    assert "".join(chain[:-1]) in ("abc", "bca", "cab")


def test_unfunded_initiatives_are_no_issue() -> None:
    """A portfolio in which nothing is selected yet is healthy."""
    lone = Initiative(id="a", name="A", options=(Option(id="o", stages=(Stage(id="s", duration=q(1)),)),))
    assert check(Portfolio(name="", settings=Settings(start="2027-01"), initiatives=(lone,))) == []


def test_scenarios_are_judged_by_their_results_once() -> None:
    """A fault of the base is not repeated; a parent's fault is not repeated for the child."""
    bad = Override(target="team:platform.headcount", value=-1)
    parent = Scenario(id="p", name="P", overrides=(bad,))
    child = Scenario(id="c", name="C", parent="p", overrides=(Override(target="team:design.headcount", value=4),))
    found = check(changed({"scenarios": (child, parent), "settings.trials": 0}))
    places = [(issue.where, issue.field) for issue in found]
    assert places.count(("settings", "trials")) == 1
    assert ("team platform, in scenario p", "headcount") in places
    assert not any("in scenario c" in place for place, _ in places)


def test_impossible_correlations_are_a_warning() -> None:
    """a~b and b~c nearly equal, but a~c nearly opposite, cannot be: the determinant is negative."""
    names = [f"{CODE}.duration", f"{TEST}.duration", "stage:atlas-build-design.duration"]
    rhos = ((0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9))
    rows = tuple(Correlation(first=names[one], second=names[two], rho=rho) for one, two, rho in rhos)
    (issue,) = check(changed({"correlations": rows}))
    assert (issue.severity, issue.where) == ("warning", "correlations")


NONSENSE = [
    None,
    True,
    -1,
    float("nan"),
    float("inf"),
    "x",
    "",
    (),
    (None,),
    {},
    {"id": "x"},
    object(),
    10**400,
    b"x",
    [1],
]


@pytest.mark.parametrize("address", [
    "settings.start", "settings.seed", "settings.trials", "settings.discount_rate", "settings.fiscal",
    "settings.wip_limit", "settings.horizon_months", "team:platform.headcount", "team:platform.id",
    "team:platform.seasonality", "team:platform.hires", "team:platform.availability",
    f"{CODE}.duration", f"{CODE}.crew", f"{CODE}.after", f"{CODE}.success", f"{CODE}.max_rework", f"{OPTION}.stages",
    "initiative:atlas.options", "initiative:atlas.selected", "initiative:atlas.excludes", f"{SALES}.curve",
    f"{SALES}.market_window", "risk:audit.impact", "risk:audit.targets", "driver:market.targets", "correlation:1.first",
    "correlation:1.rho", "budget:fy28-staffing.period", "objective:atlas-out.by", "objective:atlas-out.subject",
    "scenario:lean.overrides", "scenario:lean.parent", "decision:d1.decided_on", "portfolio.teams",
    "portfolio.settings",
])  # fmt: skip
def test_nonsense_made_in_python_is_an_issue_never_a_traceback(address: str) -> None:
    """Any value in any place is judged; the record itself is wrong, not the program."""
    healthy = 0
    for value in NONSENSE:
        healthy += not check(put(example_portfolio(), address, value))
    assert healthy < len(NONSENSE) / 2


@pytest.mark.parametrize("value", [None, 3, "x", {}, [], Settings(start="2027-01")])
def test_what_is_no_portfolio_is_an_issue(value: Any) -> None:
    """Even the root may be nonsense."""
    assert has_errors(check(value))


def test_two_hundred_more_stages_have_no_issue() -> None:
    """A plan of realistic size in which every stage follows the one before it."""
    option = find(example_portfolio(), "option", "atlas-build").record
    assert isinstance(option, Option)
    many = tuple(
        Stage(id=f"s{number}", duration=q("1..2..3"), crew=(Crew(team="platform", fte=1),)) for number in range(200)
    )
    portfolio = put(example_portfolio(), f"{OPTION}.stages", (*option.stages, *many))
    assert check(portfolio) == []
