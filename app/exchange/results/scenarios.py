"""The Scenarios sheet: the key figures of several forecasts side by side, with the difference to the first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.exchange.results.context import Context, day
from app.exchange.results.page import Page
from simulation.result import Result
from simulation.summarise import key_figures
from simulation.summary.shapes import KeyFigures

NAME = "Scenarios"

_FIGURES: tuple[tuple[str, str, Callable[[KeyFigures], float | None]], ...] = (
    ("Value: mean", "money", lambda key: key.value.mean),
    ("Value: 80 % chance of at least (P20)", "money", lambda key: key.value.p20),
    ("Value: P10", "money", lambda key: key.value.p10),
    ("Value: P50", "money", lambda key: key.value.p50),
    ("Value: P90", "money", lambda key: key.value.p90),
    ("Value: base case", "money", lambda key: key.value.base),
    ("Chance that the value is above zero", "chance", lambda key: key.value_positive.share),
    ("Mean value of the worst 5 % of trials", "money", lambda key: key.conditional_value_at_risk),
    ("Internal rate of return: P50", "share", lambda key: key.irr.p50),
    ("No internal rate of return", "chance", lambda key: key.no_irr.share),
    ("Payback: P50, months", "months", lambda key: key.payback.months.p50),
    ("Peak funding: P80", "money", lambda key: key.peak_funding.p80),
    ("Cost: mean", "money", lambda key: key.cost.mean),
    ("Cost: P80", "money", lambda key: key.cost.p80),
    ("Revenue and savings: mean", "money", lambda key: key.revenue.mean),
    ("Initiatives launched: mean", "number", lambda key: key.launches.mean),
)


def write_scenarios(context: Context, others: Sequence[Result]) -> Page:
    """The sheet; the workbook's own result comes first."""
    results = (context.result, *others)
    page = context.page(
        NAME,
        f"Scenarios side by side, money in {context.currency}",
        "The same random futures under each scenario; differences are against the first column.",
    )
    names = [_name(context, result.provenance.scenario) for result in results]
    page.sheet.set_column(0, 0, 42)
    page.sheet.set_column(1, 2 * len(results), 18)
    page.header(("Figure", *names, *(f"{name}: difference" for name in names[1:])))
    keys = [key_figures(result) for result in results]
    for label, kind, figure in _FIGURES:
        page.words(page.row, 0, label)
        for column, key in enumerate(keys, 1):
            page.put(page.row, column, figure(key), kind)
        for number, key in enumerate(keys[1:]):
            if figure(key) is not None and figure(keys[0]) is not None:
                difference = page.at(page.row, 2 + number) - page.at(page.row, 1)
                page.formula(page.row, 1 + len(keys) + number, difference, kind)
        page.row += 1
    page.words(page.row, 0, "Last funded launch: P80")
    for column, key in enumerate(keys, 1):
        page.put(page.row, column, day(key.last_launch.p80), "date", align="right")
    page.row += 2
    _provenance(page, results)
    page.finish(repeat=3, freeze=(4, 1))
    return page


def _name(context: Context, scenario: str | None) -> str:
    found = {one.id: one.name or one.id for one in context.portfolio.scenarios}
    return "Base" if scenario is None else found.get(scenario, scenario)


def _provenance(page: Page, results: Sequence[Result]) -> None:
    for label, figure in (
        ("Trials", lambda result: f"{result.provenance.trials:,}"),
        ("Seed", lambda result: str(result.provenance.seed)),
        ("Digest", lambda result: result.provenance.digest[:16]),
    ):
        page.words(page.row, 0, label, page.styles.unit)
        for column, result in enumerate(results, 1):
            page.words(page.row, column, figure(result), page.styles.unit)
        page.row += 1
