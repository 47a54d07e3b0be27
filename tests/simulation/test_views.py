"""Cash, profit and budget views by period, of a random cash flow and of one by hand."""

import numpy as np
import pytest

from models.portfolio import FiscalCalendar, Settings
from simulation.money.cashflow import LINES, SIGNS, CashFlows
from simulation.money.views import budget_use, budget_view, by_period, cash_view, profit_view, view_periods


def flows(months: int = 24, trials: int = 3) -> CashFlows:
    """A random cash flow; only what the views read is filled."""
    random = np.random.default_rng(2)
    nothing = np.zeros((trials, 0))
    return CashFlows(
        series=random.uniform(0, 10, (trials, len(LINES), months)),
        capitalised=random.uniform(0, 3, (trials, months)),
        amortisation=random.uniform(0, 2, (trials, months)),
        product_revenue=np.zeros((trials, 0, months)),
        initiative_net=np.zeros((trials, 0, months)),
        initiative_revenue=nothing,
        initiative_cost_of_sales=nothing,
        initiative_cost=nothing,
        initiative_staffing=nothing,
        busy=np.zeros((trials, 0, months)),
        mitigation=np.zeros(trials),
    )


def settings(quarters: str = "calendar") -> Settings:
    """A fiscal year from April, a plan from February 2027."""
    calendar = FiscalCalendar(first_month=4, quarters=quarters)  # type: ignore[arg-type]
    return Settings(start="2027-02", fiscal=calendar)


@pytest.mark.parametrize("grain", ["month", "period", "quarter", "year"])
@pytest.mark.parametrize("quarters", ["calendar", "4-4-5"])
def test_no_money_is_lost_between_periods(grain: str, quarters: str) -> None:
    """Periods of any kind add up to the whole."""
    cash = flows()
    view = cash_view(cash, view_periods(settings(quarters), 24, grain))  # type: ignore[arg-type]
    assert view.row("net").sum(axis=1) == pytest.approx(cash.net.sum(axis=1))
    assert view.row("cumulative")[:, -1] == pytest.approx(cash.net.sum(axis=1))
    lines = view.values[:, : len(LINES)]
    assert np.einsum("l,nlp->np", SIGNS, lines) == pytest.approx(view.row("net"))


def test_fiscal_years_from_april() -> None:
    """February and March 2027 belong to FY27, the next twelve months to FY28."""
    periods = view_periods(settings(), 16, "year")
    assert [period.label for period in periods] == ["FY27", "FY28", "FY29"]
    assert by_period(np.ones(16), periods) == pytest.approx([2, 12, 2])


def test_months_are_named() -> None:
    """One period a month."""
    periods = view_periods(settings(), 3, "month")
    assert [period.label for period in periods] == ["Feb 2027", "Mar 2027", "Apr 2027"]
    assert by_period(np.array([1.0, 2, 3]), periods) == pytest.approx([1, 2, 3])


def test_445_periods_share_months_by_overlap() -> None:
    """From April, 120 a month: the quarter's 360 fall as 4/13, 4/13 and 5/13."""
    plan = Settings(start="2027-04", fiscal=FiscalCalendar(first_month=4, quarters="4-4-5"))
    money = by_period(np.full(3, 120.0), view_periods(plan, 3, "period"))
    assert money == pytest.approx(360 * np.array([4, 4, 5]) / 13)


def test_profit_is_cash_with_capital_cost_spread() -> None:
    """Net profit = net cash + capitalised - amortisation; the rows add up as a reader expects."""
    cash = flows()
    view = profit_view(cash, view_periods(settings(), 24, "quarter"))
    periods = view_periods(settings(), 24, "quarter")
    expected = by_period(cash.net + cash.capitalised - cash.amortisation, periods)
    assert view.row("net_profit") == pytest.approx(expected)
    assert view.row("gross_profit") == pytest.approx(view.row("revenue") - view.row("cost_of_sales"))
    operating = view.row("gross_profit") + view.row("savings") - view.row("operating_cost") - view.row("amortisation")
    assert view.row("operating_profit") == pytest.approx(operating)


def test_budget_holds_people_and_spending_but_not_partners() -> None:
    """Staffing is charged people, bench and recruiting; partner, cost of sales and tax are nobody's budget."""
    cash = flows(months=12, trials=1)
    cash.series[:] = 0.0
    for number, line in enumerate(LINES):
        cash.series[0, number, 0] = 10.0**number if line in ("staffing", "bench", "recruiting") else 1.0
    use = budget_use(cash)
    assert use.shape == (1, 4, 12)
    assert use[0, :, 0] == pytest.approx([10.0**3 + 10.0**4 + 10.0**5, 1, 1, 1])
    assert use[0, :, 1:].sum() == 0
    view = budget_view(cash, view_periods(settings(), 12, "year"))
    assert view.rows == ("staffing", "external", "tooling", "research")
    assert view.values.sum() == pytest.approx(use.sum())
