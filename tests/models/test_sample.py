"""The sample portfolio: without errors, as large as it says, and with every form that a new user may want to copy."""

import re
from collections.abc import Iterator

import pytest

from app.exchange.rates import read_rate_card
from models.calendar import period_weights
from models.check import check
from models.codec import encode
from models.initiative import Option, Stage
from models.portfolio import Portfolio
from models.scenario import apply_scenario
from models.uncertainty import (
    Bernoulli,
    Certain,
    Discrete,
    Distribution,
    History,
    LogNormal,
    Metalog,
    Normal,
    Pert,
    Spread,
    Throughput,
    Triangular,
    Uniform,
)
from models.walk import quantities
from tests.places import RESOURCES, SAMPLE, sample_portfolio

DELIBERATE = {
    "partner-first",
    "cut-partner-first",
}
"""Scenarios that partner where the base acquires: the risk that the acquired firm's people leave then has no target."""


@pytest.fixture(scope="module")
def sample() -> Portfolio:
    return sample_portfolio()


def selected_options(portfolio: Portfolio) -> list[Option]:
    """The options that the plan takes, in the order of the document."""
    return [
        option
        for initiative in portfolio.initiatives
        for option in initiative.options
        if option.id == initiative.selected
    ]


def all_stages(portfolio: Portfolio) -> list[Stage]:
    return [stage for initiative in portfolio.initiatives for option in initiative.options for stage in option.stages]


def test_the_sample_has_no_errors_and_only_the_warnings_that_are_meant(sample: Portfolio) -> None:
    """Two scenarios leave the risk ``key-people`` without a target; that is what partnering means."""
    issues = check(sample)
    assert [str(issue) for issue in issues if issue.severity == "error"] == []
    assert {issue.where for issue in issues} == {f"risk key-people, in scenario {name}" for name in DELIBERATE}


def test_the_file_is_as_the_codec_writes_it(sample: Portfolio) -> None:
    """Opening and saving the sample changes not a byte."""
    assert encode(sample) == SAMPLE.read_bytes()


def test_it_is_as_large_as_a_real_plan(sample: Portfolio) -> None:
    """About 200 stages is the size that speed is promised for; 120 people in eight teams do the work."""
    selected = sum(len(option.stages) for option in selected_options(sample))
    assert 150 <= selected <= len(all_stages(sample)) <= 250
    assert selected >= 170
    assert len(sample.products) == 3
    assert len(sample.initiatives) >= 24
    assert len(sample.teams) == 8
    assert sum(team.headcount for team in sample.teams) == 120
    assert 8 <= sum(hire.count for team in sample.teams for hire in team.hires) <= 14
    assert len(sample.objectives) == 4
    assert {objective.metric for objective in sample.objectives} == {"launch", "arr", "value", "cost"}
    assert 5 <= len(sample.drivers) <= 7
    assert 8 <= len(sample.risks) <= 12
    assert 2 <= len(sample.correlations) <= 4


def test_there_is_something_to_choose_between(sample: Portfolio) -> None:
    """Eight or more initiatives may be got in several ways, of different kinds."""
    several = [initiative for initiative in sample.initiatives if len(initiative.options) > 1]
    assert len(several) >= 8
    assert all(len({option.kind for option in item.options}) == len(item.options) for item in several)
    assert {option.kind for option in selected_options(sample)} == {"build", "buy", "partner"}
    assert any(initiative.selected is None for initiative in sample.initiatives)


def test_one_purchase_is_an_acquisition(sample: Portfolio) -> None:
    """Its price is a stage's external cost, after a due diligence that may end it."""
    option = next(option for option in selected_options(sample) if option.id == "lumen-buy")
    names = [stage.name for stage in option.stages]
    diligence, deal = (option.stages[names.index(name)] for name in ("Due diligence", "Close the deal"))
    assert names.index("Due diligence") < names.index("Close the deal")
    assert diligence.success.base < 1
    assert diligence.on_failure == "stop"
    assert deal.external_cost.base > 1_000_000


def test_scenarios_can_be_compared(sample: Portfolio) -> None:
    """Five beside the base, one of them the child of another, each of which changes the portfolio."""
    assert len(sample.scenarios) == 5
    parents = {scenario.id: scenario.parent for scenario in sample.scenarios}
    assert parents["cut-partner-first"] == "budget-cut"
    for scenario in sample.scenarios:
        assert apply_scenario(sample, scenario.id) != sample


def test_the_cut_takes_fifteen_per_cent_of_every_envelope(sample: Portfolio) -> None:
    """0.85 of each budget line and nothing else."""
    cut = apply_scenario(sample, "budget-cut")
    assert [line.amount.base for line in cut.budgets] == pytest.approx(
        [0.85 * line.amount.base for line in sample.budgets]
    )
    assert cut.initiatives == sample.initiatives
    assert cut.teams == sample.teams


def test_every_fiscal_year_has_an_envelope_for_every_category(sample: Portfolio) -> None:
    """A year without a line would have an envelope of nothing under the enforced policy."""
    years = {period.label for period in period_weights(sample.settings, sample.settings.horizon_months, "year")}
    categories = {"staffing", "external", "tooling", "research"}
    assert sample.settings.budget_policy == "enforced"
    lines = [(line.period, line.category) for line in sample.budgets]
    assert sorted(lines) == sorted((year, category) for year in years for category in categories)


def test_every_curve_is_shown(sample: Portfolio) -> None:
    """In what the plan takes, so that each is seen in its forecast; savings, windows and cannibalisation as well."""
    benefits = [benefit for option in selected_options(sample) for benefit in option.benefits]
    assert {benefit.curve for benefit in benefits} == {"constant", "ramp", "s_curve", "bass", "subscription", "table"}
    assert {benefit.kind for benefit in benefits} == {"revenue", "saving"}
    assert any(benefit.market_window and benefit.late_loss.base > 0 for benefit in benefits)
    assert any(benefit.cannibalises and benefit.cannibalisation.base > 0 for benefit in benefits)
    assert any(benefit.currency == "USD" for benefit in benefits)


def distributions(portfolio: Portfolio) -> Iterator[Distribution]:
    for _, quantity in quantities(portfolio):
        yield quantity.distribution


@pytest.mark.parametrize(
    "form",
    [Bernoulli, Certain, Discrete, History, LogNormal, Metalog, Normal, Pert, Spread, Throughput, Triangular, Uniform],
)
def test_every_distribution_is_shown(sample: Portfolio, form: type[Distribution]) -> None:
    """A new user finds an example of each to copy."""
    assert any(type(distribution) is form for distribution in distributions(sample))


@pytest.mark.parametrize(
    "form",
    [
        r"[\d.]+?\.\.[\d.]+?\.\.[\d.]+",
        r"PERT\(.*\)",
        r"P10/50/90\(.*\)",
        r"Metalog\(.*; low=0\)",
        r".* \+/- .* %",
        r".* -.* %/\+.* %",
        r"Bernoulli\(.*\) \* 2",
    ],
)
def test_every_way_to_write_them_is_shown(sample: Portfolio, form: str) -> None:
    """Forms of one distribution that are typed differently: ranges, percentiles, percentages, a scaled one."""
    assert any(re.fullmatch(form, quantity.text) for _, quantity in quantities(sample))


def test_work_is_described_in_every_way(sample: Portfolio) -> None:
    """By length and by effort, without people, as a milestone; gates that stop or repeat; all cost categories."""
    stages = [stage for option in selected_options(sample) for stage in option.stages]
    assert any(stage.duration is None for stage in stages)
    assert any(not stage.crew for stage in stages)
    assert any(stage.duration is not None and stage.duration.base == 0 for stage in stages)
    assert {stage.on_failure for stage in stages if stage.success.base < 1} == {"stop", "rework"}
    assert {stage.category for stage in stages} == {"external", "tooling", "research"}
    assert any(len(stage.crew) > 1 for stage in stages)
    assert any(link.initiative for stage in stages for link in stage.after or ())


def test_teams_are_priced_directly_and_from_the_rate_card(sample: Portfolio) -> None:
    """Three teams by the card, one of them in Canadian dollars; the card in the document is ours, row for row."""
    card = {rate.id: rate for rate in read_rate_card(RESOURCES / "rates.csv")}
    assert [card[rate.id] for rate in sample.rates] == list(sample.rates)
    used = {team.rate for team in sample.teams if team.rate}
    assert used == {rate.id for rate in sample.rates}
    assert len(used) >= 2
    assert any(rate.currency == "CAD" for rate in sample.rates)
    assert any("currency:CAD.rate" in driver.targets for driver in sample.drivers)


def test_one_risk_hits_everything_and_some_are_mitigated(sample: Portfolio) -> None:
    """A recession spares no initiative; of the mitigations, some are in the plan and some are not."""
    assert any(risk.targets == ("initiative:*",) for risk in sample.risks)
    assert {risk.mitigation.active for risk in sample.risks if risk.mitigation} == {True, False}
