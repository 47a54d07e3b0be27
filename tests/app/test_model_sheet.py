"""The model sheets against the application: values kept beside the formulas, and what LibreOffice makes of them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from app.exchange.results import write_results
from app.exchange.results.model.build import Model, build_model
from app.exchange.results.model.cases import model_cases
from app.exchange.results.styles import Styles
from app.exchange.workbook import new_workbook
from models.portfolio import Portfolio
from models.scenario import Override, apply_scenario
from models.scenario import apply_override as applied
from simulation.money.ledger import LINES, SIGNS
from simulation.result import BaseCase
from simulation.run import base_case, forecast
from simulation.summarise import summarise
from tests.any_portfolio import portfolios
from tests.libreoffice import convert
from tests.places import sample_portfolio
from tests.portfolios import example_portfolio

RELATIVE = 1e-6


def model_of(portfolio: Portfolio, scenario: str | None = None) -> tuple[Model, BaseCase]:
    """The model of a portfolio with a scenario selected, and the application's base case."""
    result = forecast(portfolio, scenario, trials=2)
    book, _ = new_workbook()
    return build_model(book, Styles(book), model_cases(portfolio, result)), result.base


def assert_same(model: Model, base: BaseCase) -> None:
    """Every line of every month, and the measures."""
    lines = {name: line.value for name, line in model.portfolio.lines.items()}
    lines["external"] = lines["external"] + lines.pop("mitigation")
    largest = max(1.0, float(np.abs(base.cash.series).max()))
    for number, name in enumerate(LINES):
        expected = SIGNS[number] * base.cash.series[0, number]
        np.testing.assert_allclose(lines[name], expected, rtol=RELATIVE, atol=1e-9 * largest, err_msg=name)
    assert model.portfolio.value.value == pytest.approx(base.figures.value[0], rel=RELATIVE, abs=1e-9 * largest)
    for term, figure in (
        (model.portfolio.payback, base.figures.payback[0]),
        (model.portfolio.discounted_payback, base.figures.discounted_payback[0]),
    ):
        if np.isnan(figure):
            assert term.value == "none"
        else:
            assert term.value == pytest.approx(figure, rel=RELATIVE, abs=1e-9)
    for row in model.initiatives:
        np.testing.assert_allclose(
            row.net.value, base.cash.initiative_net[0, row.number], rtol=RELATIVE, atol=1e-9 * largest
        )


@pytest.mark.parametrize("scenario", [None, "lean", "lean-partner"])
def test_the_example_is_the_application_s_base_case(scenario: str | None) -> None:
    """S-curve, table and subscription, a partner's guarantee, licences in dollars, capitalised cost and tax."""
    assert_same(*model_of(example_portfolio(), scenario))


RICH = {
    "option:atlas-build.up_front_cost": 120_000.0,
    "option:atlas-build.licence_per_unit": 0.02,
    "option:atlas-build.escalation": 0.05,
    "option:atlas-build.recurring_cost": 3_000.0,
    "option:atlas-build.revenue_share": 0.1,
    "option:atlas-build.minimum_guarantee": 400_000.0,
    "option:atlas-build.exit_cost": 70_000.0,
    "benefit:atlas-build-sales.price_growth": 0.04,
    "benefit:atlas-build-sales.growth": 0.07,
    "benefit:atlas-build-sales.decline": 0.3,
    "settings.tax_rate": 0.28,
}
FIXED = {
    "option:atlas-build.up_front_capitalised": 0.6,
    "option:atlas-build.exit_after": 29.4,
    "option:atlas-build.recurring_from": "start",
    "benefit:atlas-build-sales.lifetime_months": 26.7,
    "benefit:atlas-build-sales.decline_after": 5.25,
    "benefit:atlas-build-sales.market_window": "2027-10",
    "settings.timing": "middle",
    "settings.amortisation_months": 17,
}


@pytest.mark.parametrize("curve", ["constant", "ramp", "s_curve", "bass", "subscription"])
@pytest.mark.parametrize("carry_losses", [True, False])
def test_every_rule_of_money_at_once(curve: str, carry_losses: bool) -> None:
    """Ends within months, a guarantee above the share in some years, a late launch, a decline that begins mid-month."""
    portfolio = with_changes(example_portfolio(), RICH)
    shape = {"benefit:atlas-build-sales.curve": curve, "settings.carry_losses": carry_losses}
    for address, value in (FIXED | shape).items():
        portfolio = applied(portfolio, Override(target=address, value=value))
    units = {"market": 40_000.0, "new_per_month": 900.0, "churn": 0.03, "price": 21.5}
    portfolio = with_changes(portfolio, {f"benefit:atlas-build-sales.{name}": value for name, value in units.items()})
    model, base = model_of(portfolio)
    assert base.cash.line("partner").sum() > 0.0
    assert_same(model, base)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(portfolios(max_initiatives=3, max_stages=3))
def test_any_portfolio_is_the_application_s_base_case(portfolio: Portfolio) -> None:
    """The model is a second implementation of the money rules; both must agree month by month."""
    assert_same(*model_of(portfolio))


@pytest.mark.slow
@pytest.mark.parametrize("scenario", [None, "budget-cut", "partner-first", "growth"])
def test_the_sample_is_the_application_s_base_case(scenario: str | None) -> None:
    assert_same(*model_of(sample_portfolio(), scenario))


class Calculator:
    """A results workbook that LibreOffice recalculates, after cells are changed.

    openpyxl keeps formulas and drops the values beside them, so everything that is read afterwards was computed by
    LibreOffice.
    """

    def __init__(self, folder: Path, portfolio: Portfolio) -> None:
        self.folder = folder
        result = forecast(portfolio, trials=100)
        write_results(folder / "results.xlsx", portfolio, result, summarise(result))
        self.book = openpyxl.load_workbook(folder / "results.xlsx")
        inputs = self.book["Inputs"]
        self.rows = {inputs.cell(row, 4).value: row for row in range(1, inputs.max_row + 1)}

    def calculated(self, changes: dict[str, float] | None = None, scenario: int = 1) -> Any:
        """All values after the inputs at some addresses were changed in the column of the selected scenario."""
        return self.all_calculated([(changes or {}, scenario)])[0]

    def all_calculated(self, variants: Sequence[tuple[Mapping[str, Any], int]]) -> list[Any]:
        """The same for several workbooks at once: changes and the number of the scenario."""
        paths = [self._changed(f"changed-{number}.xlsx", *one) for number, one in enumerate(variants)]
        out = self.folder / "out"
        out.mkdir(exist_ok=True)
        return [openpyxl.load_workbook(path, data_only=True) for path in convert(paths, "xlsx", out)]

    def _changed(self, name: str, changes: Mapping[str, Any], scenario: int) -> Path:
        inputs = self.book["Inputs"]
        inputs["B4"] = scenario
        column = 6 + scenario  # the base's inputs stand in column G
        before = {address: inputs.cell(self.rows[address], column).value for address in changes}
        for address, value in changes.items():
            inputs.cell(self.rows[address], column).value = value
        self.book.save(self.folder / name)
        for address, value in before.items():
            inputs.cell(self.rows[address], column).value = value
        return self.folder / name


def assert_sound(book: Any) -> None:
    """No error cell, and every check holds."""
    for sheet in book:
        for cells in sheet.iter_rows():
            for one in cells:
                assert one.data_type != "e", f"{sheet.title}!{one.coordinate}: {one.value}"
    checks = book["Checks"]
    assert [cells[0].value for cells in checks.iter_rows() if cells[4].value is False] == []
    assert checks["B7"].value is True
    assert book["Cover"]["B6"].value is True


def measures(book: Any) -> tuple[Any, Any]:
    """Net present value and rate of return on the Base case sheet."""
    cells = {cells[0].value: cells[2].value for cells in book["Base case"].iter_rows(max_row=14)}
    return cells["Net present value (NPV), after tax"], cells["Internal rate of return (IRR)"]


def assert_measures(book: Any, base: BaseCase) -> None:
    value, rate = measures(book)
    assert value == pytest.approx(base.figures.value[0], rel=RELATIVE)
    if not np.isnan(base.figures.irr[0]):
        assert rate == pytest.approx(base.figures.irr[0], rel=RELATIVE)


def with_changes(portfolio: Portfolio, changes: dict[str, float]) -> Portfolio:
    """The portfolio with quantities set."""
    for address, value in changes.items():
        portfolio = applied(portfolio, Override(target=address, value=value))
    return portfolio


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Calculator, Portfolio]:
    portfolio = sample_portfolio()
    return Calculator(tmp_path_factory.mktemp("sample"), portfolio), portfolio


@pytest.mark.slow
def test_libreoffice_finds_the_sample_sound(sample: tuple[Calculator, Portfolio]) -> None:
    calculator, portfolio = sample
    book = calculator.calculated()
    assert_sound(book)
    assert_measures(book, base_case(portfolio))


@pytest.mark.slow
def test_libreoffice_finds_another_scenario_of_the_sample_sound(sample: tuple[Calculator, Portfolio]) -> None:
    """Number 4 is "Partner first": other options, other dates, other people's time."""
    calculator, portfolio = sample
    book = calculator.calculated(scenario=4)
    assert_sound(book)
    assert_measures(book, base_case(portfolio, "partner-first"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "scenario", "what"),
    [
        (1, None, ("a price", "the discount rate", "wages", "exchange rates")),
        (5, "growth", ("a price and all rates",)),
    ],
)
def test_a_changed_input_of_the_sample_is_a_new_base_case(
    sample: tuple[Calculator, Portfolio], number: int, scenario: str | None, what: tuple[str, ...]
) -> None:
    """None of these inputs is moved by a driver whose base changes it, and none changes the delivery.

    The changes are made in the column of the selected scenario, of which "growth" is the fifth.  The dollar falls from
    0.92 to 0.90: the sample's budgets are enforced, and at 0.96 a purchase would have to wait for the next year's.
    """
    calculator, portfolio = sample
    rate = next(address for address in calculator.rows if str(address).endswith((".monthly_rate", ".annual_pay")))
    price = next(address for address in calculator.rows if str(address).endswith(".price"))
    each: dict[str, dict[str, float]] = {
        "a price": {price: 137.5},
        "the discount rate": {"settings.discount_rate": 0.137},
        "a rate of pay": {str(rate): 9_876.0},
        "wages": {"settings.wage_inflation": 0.051},
        "exchange rates": {"currency:USD.rate": 0.90, "currency:CAD.rate": 0.71},
        "tax": {"settings.tax_rate": 0.31},
    }
    each["a price and all rates"] = dict(item for changes in each.values() for item in changes.items())
    variants = [each[name] for name in what]
    books = calculator.all_calculated([(changes, number) for changes in variants])
    before = base_case(portfolio, scenario).figures.value[0]
    for book, changes in zip(books, variants, strict=True):
        changed = base_case(with_changes(portfolio, changes), scenario)
        assert changed.figures.value[0] != pytest.approx(before, rel=1e-5), changes
        assert_measures(book, changed)
        assert book["Checks"]["B8"].value is True, changes  # the workbook still agrees with itself
        assert book["Checks"]["B7"].value is False, changes  # and no longer with the forecast


@pytest.mark.slow
def test_an_input_that_is_no_number_is_seen(tmp_path: Path) -> None:
    """Emptied, a text, a formula that fails, a rate of -100 %, a scenario that is not there: no check holds then."""
    calculator = Calculator(tmp_path, example_portfolio())
    price = next(address for address in calculator.rows if str(address).endswith(".price"))
    wrong: list[tuple[dict[str, Any], int]] = [
        ({price: None}, 1),
        ({price: "19,5"}, 1),
        ({price: "=1/0"}, 1),
        ({"settings.discount_rate": "10 %"}, 1),
        ({"settings.discount_rate": -1.0}, 1),
    ]
    good, absent, *books = calculator.all_calculated([({}, 1), ({}, 99), *wrong])
    assert_sound(good)
    for book, change in zip((absent, *books), ("scenario 99", *wrong), strict=True):
        assert book["Checks"]["B8"].value is False, change
        assert book["Cover"]["B6"].value is False, change
    for book in (absent, books[-1]):
        assert str(measures(book)[0]).startswith("#")


@pytest.mark.slow
@pytest.mark.parametrize("size", [1, 2, 3])
def test_libreoffice_finds_random_portfolios_sound(tmp_path: Path, size: int) -> None:
    """The simplest random portfolios with that many initiatives that all launch and earn something."""
    strategy = portfolios(max_initiatives=3, max_stages=3)
    portfolio = find(
        strategy,
        lambda one: len(one.initiatives) == size and bool(base_case(one).cash.line("revenue").sum() > 1000.0),
        settings=settings(max_examples=2_000, phases=[Phase.generate], derandomize=True, deadline=None, database=None,
                          suppress_health_check=list(HealthCheck)),
    )  # fmt: skip
    calculator = Calculator(tmp_path, portfolio)
    book = calculator.calculated()
    assert_sound(book)
    assert_measures(book, base_case(portfolio))
    changes = {"settings.discount_rate": 0.123}
    assert_measures(calculator.calculated(changes), base_case(with_changes(portfolio, changes)))


def test_a_scenario_applies_to_all_cases_of_the_model() -> None:
    """The model's case of a scenario is the portfolio under that scenario."""
    portfolio = example_portfolio()
    cases = model_cases(portfolio, forecast(portfolio, trials=2))
    lean = next(case for case in cases.listed if case.scenario == "lean")
    assert lean.plan.portfolio == apply_scenario(portfolio, "lean")
