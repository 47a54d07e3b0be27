"""Summaries: every number against numpy on the raw trials, and what a reader is told in words."""

import json
import math
from datetime import date

import msgspec
import numpy as np
import pytest

from models.calendar import date_at
from models.portfolio import Portfolio
from simulation import accumulate, forecast
from simulation.delivery.contract import CAUSES, STATUSES
from simulation.exact import ExactSample
from simulation.figures import SINGLE_FIGURES
from simulation.result import Result
from simulation.summarise import Summary, key_figures, summarise
from simulation.summary.key import money
from simulation.summary.shapes import Spread
from simulation.summary.spreads import spread, spreads_of
from tests.places import ROOT
from tests.portfolios import example_portfolio

TRIALS = 3000
EXAMPLE = example_portfolio()


@pytest.fixture(scope="module")
def result() -> Result:
    return forecast(EXAMPLE, trials=TRIALS)


@pytest.fixture(scope="module")
def summary(result: Result) -> Summary:
    return summarise(result)


def assert_spread(spread: Spread, values: np.ndarray, base: float) -> None:
    """Mean and percentiles are numpy's; NaN counts as never, and what is never is None."""
    never = np.where(np.isnan(values), np.inf, values.astype(float))
    assert spread.missing_share == np.isnan(values).mean()
    for percent in (10, 20, 50, 80, 90):
        told = getattr(spread, f"p{percent}")
        low, high = (np.percentile(never, percent, method=method) for method in ("lower", "higher"))
        if np.isinf(high):
            assert told is None
        else:
            assert low - 1e-9 <= told <= high + 1e-9
    present = values[~np.isnan(values)]
    assert spread.mean == (pytest.approx(present.mean(dtype=float)) if present.size else None)
    assert spread.base == (None if math.isnan(base) else pytest.approx(base))


def test_initiatives_against_the_raw_trials(result: Result, summary: Summary) -> None:
    """Launch, finish, value, cost, revenue, odds, status and waits of each initiative."""
    figures, base = result.figures, result.base.figures
    for number, told in enumerate(summary.initiatives):
        launch = figures.launch.values[:, number]
        assert_spread(told.launch.months, launch, base.launch[0, number])
        assert_spread(told.finish.months, figures.finish.values[:, number], base.finish[0, number])
        assert_spread(told.value, figures.initiative_value.values[:, number], base.initiative_value[0, number])
        assert_spread(told.cost, figures.initiative_cost.values[:, number], base.initiative_cost[0, number])
        assert_spread(told.revenue, figures.initiative_revenue.values[:, number], base.initiative_revenue[0, number])
        assert told.launched.share == pytest.approx((~np.isnan(launch)).mean())
        assert told.statuses == pytest.approx(
            dict(zip(STATUSES, figures.status.values[:, number].mean(axis=0), strict=True))
        )
        assert sum(told.statuses.values()) == pytest.approx(1.0)
        assert told.waits == pytest.approx(
            dict(zip(CAUSES, figures.waits.values[:, number].mean(axis=0, dtype=float), strict=True))
        )
    assert [(told.id, told.option, told.kind) for told in summary.initiatives] == [
        ("atlas", "atlas-build", "build"),
        ("beacon", "beacon-buy", "buy"),
    ]


def test_dates_are_the_days_of_the_months(summary: Summary) -> None:
    """Month 0 is January 2027; a percentile beyond the horizon has no day."""
    launch = summary.initiatives[0].launch
    assert launch.months.p50 is not None
    assert launch.p50 == date_at("2027-01", launch.months.p50).isoformat()
    assert launch.base == date_at("2027-01", launch.months.base).isoformat()
    assert date.fromisoformat(launch.p10) < date.fromisoformat(launch.p50)
    assert summary.key.payback.months.p80 is None
    assert summary.key.payback.p80 is None


def test_contingency_is_p80_less_base(summary: Summary) -> None:
    """For dates, for every budget and for every cost of a year."""
    launch = summary.initiatives[0].launch
    assert launch.contingency_months == pytest.approx(launch.months.p80 - launch.months.base)
    for budget in summary.budgets:
        assert budget.contingency == pytest.approx(budget.cost.p80 - budget.cost.base)
    for year in summary.years:
        for cost in year.costs:
            assert cost.contingency == pytest.approx(cost.cost.p80 - cost.cost.base)


def test_key_figures_against_the_raw_trials(result: Result, summary: Summary) -> None:
    """Odds, tail risk and the shares of what does not exist."""
    key, value = summary.key, result.figures.value.values
    assert_spread(key.value, value, result.base.figures.value[0])
    assert key.value_positive.share == pytest.approx((value > 0).mean())
    assert key.value_at_risk == pytest.approx(np.percentile(value, 5))
    assert key.conditional_value_at_risk == pytest.approx(np.sort(value)[: TRIALS // 20].mean())
    assert key.no_irr.share == pytest.approx(result.figures.no_irr.values.mean())
    assert key.irr.missing_share == pytest.approx(key.no_irr.share + key.several_irr.share)
    assert key.payback.months.missing_share == np.isnan(result.figures.payback.values).mean()
    assert key_figures(result) == key


@pytest.mark.parametrize("limit", [2_000, 100_000], ids=["counts are kept", "values are kept"])
def test_figures_together_are_what_each_is_alone(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    """The spreads of several figures at once, as the key figures take them, whether values are kept or only counts."""
    monkeypatch.setattr(accumulate, "PILOT_TRIALS", 1000)
    monkeypatch.setattr(accumulate, "EXACT_TRIALS", limit)
    result = forecast(EXAMPLE, trials=TRIALS)
    pairs = [(getattr(result.figures, name), getattr(result.base.figures, name)) for name in SINGLE_FIGURES]
    assert isinstance(pairs[0][0], ExactSample) == (limit > TRIALS)
    assert spreads_of(pairs) == [spread(*pair) for pair in pairs]


def test_peak_load_is_the_highest_mean(result: Result, summary: Summary) -> None:
    """Of all teams and months."""
    load = result.figures.load.values.mean(axis=0, dtype=float)
    peak = summary.key.peak_load
    team, month = result.labels.teams.index(peak.team), result.labels.months.index(peak.month)
    assert peak.mean == pytest.approx(load.max())
    assert load[team, month] == load.max()
    assert summary.teams[team].load_mean[month] == pytest.approx(peak.mean)


def test_years_add_up(result: Result, summary: Summary) -> None:
    """Fiscal years cover the horizon: their cash lines sum to those of all months, their net to the net of all."""
    lines = result.figures.lines.values.mean(axis=0, dtype=float).sum(axis=1)
    for number, name in enumerate(summary.years[0].lines):
        assert sum(year.lines[name] for year in summary.years) == pytest.approx(lines[number], rel=1e-6, abs=1e-3)
    net = result.figures.net.values.mean(axis=0, dtype=float).sum()
    assert sum(period.net.mean for period in summary.cash_years) == pytest.approx(net, rel=1e-6)
    assert summary.cash_years[-1].cumulative.mean == pytest.approx(net, rel=1e-6)
    assert summary.cash_quarters[-1].cumulative == summary.cash_months[-1].cumulative
    assert sum(year.profit["revenue"] for year in summary.years) == pytest.approx(lines[0], rel=1e-6)


def test_first_fiscal_year_ends_in_march(summary: Summary) -> None:
    """The example's year begins in April and is named by its end: January to March 2027 are FY27, then comes FY28."""
    assert [year.label for year in summary.years] == ["FY27", "FY28", "FY29", "FY30", "FY31", "FY32"]
    assert summary.cash_quarters[0].label == "FY27-Q4"
    assert summary.cash_quarters[0].net == summary.cash_years[0].net


def test_budgets_are_compared_with_what_falls_to_them(result: Result, summary: Summary) -> None:
    """A budget's odds are those of its own period and category; a year without one has no odds."""
    for number, told in enumerate(summary.budgets):
        amount = result.figures.budget_amount.values[:, number]
        use = result.figures.budget_use.values[:, number]
        assert told.over.share == pytest.approx((use > amount).mean())
        year = next(year for year in summary.years if year.label == told.period)
        cost = next(cost for cost in year.costs if cost.category == told.category)
        assert cost.cost.mean == pytest.approx(told.cost.mean)
    with_budget = {told.period for told in summary.budgets}
    assert {year.label for year in summary.years if year.over is not None} == with_budget


def test_objectives_have_odds(result: Result, summary: Summary) -> None:
    """The share of trials in which each is hit, and what was achieved."""
    for number, told in enumerate(summary.objectives):
        assert told.hit.share == pytest.approx(result.figures.objective_hit.values[:, number].mean())
        assert told.id == EXAMPLE.objectives[number].id
    launch = next(told for told in summary.objectives if told.metric == "launch")
    assert launch.achieved == summary.initiatives[0].launch.months


def test_safe_value_is_the_low_one(summary: Summary) -> None:
    """80 % chance of at least P20, in money as people say it."""
    assert f"80 % chance of a value of at least {money(summary.key.value.p20)} EUR" in summary.key.sentences


@pytest.mark.parametrize(
    ("amount", "text"),
    [(4_130_000, "4.13 M"), (-2_796_705, "-2.8 M"), (380_000, "380 k"), (950, "950"), (2.5e9, "2.5 bn")],
)
def test_money_in_words(amount: float, text: str) -> None:
    """Three digits are enough for a sentence."""
    assert money(amount) == text


def test_json_holds_every_figure_and_comes_back_equal(summary: Summary) -> None:
    """No NaN or infinity is written; what is read back is what was written."""
    text = msgspec.json.encode(summary)
    json.loads(text, parse_constant=lambda constant: pytest.fail(f"{constant} in the JSON"))
    assert msgspec.json.decode(text, type=Summary) == summary


def test_every_table_of_an_empty_portfolio_is_empty() -> None:
    """Nothing to tell is not an error."""
    told = summarise(forecast(Portfolio(name="Empty", settings=EXAMPLE.settings), trials=5))
    assert told.initiatives == told.stages == told.budgets == told.objectives == told.teams == ()
    assert told.key.peak_load is None
    assert told.key.launches.mean == 0.0
    assert len(told.cash_months) == 60


def test_json_page_explains_every_field() -> None:
    """A field that is not in docs/json.md is a secret."""
    page = (ROOT / "docs" / "json.md").read_text()
    schema = msgspec.json.schema(Summary)
    names = {name for table in schema["$defs"].values() for name in table.get("properties", {})}
    assert sorted(name for name in names if f"`{name}`" not in page) == []
