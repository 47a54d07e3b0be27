"""The Summary sheet: the key figures with their percentiles and errors, and the sentences that say them."""

from __future__ import annotations

from app.exchange.results.context import PERCENTILES, Context, day, days, percentiles
from app.exchange.results.page import Page
from app.wording import chance_of_at_least
from simulation.summary.shapes import Chance, DateSpread, Spread

NAME = "Summary"
FIRST_PERCENTILE, LAST_PERCENTILE = 5, 8
"""Columns of P10 and P90."""

_HEADER = ("Key figure", "Unit", "Base case", "Mean", "± standard error", *PERCENTILES, "Trials without it")


def write_summary(context: Context) -> tuple[Page, tuple[int, int]]:
    """The sheet, and the first and last row of its figures."""
    page = context.page(
        NAME,
        "Summary",
        "Value, return: the low percentile is the safe one. Cost, dates: the high one. Inflows positive.",
    )
    page.sheet.set_column(0, 0, 40)
    page.sheet.set_column(1, 1, 13)
    page.sheet.set_column(2, 9, 15)
    _sentences(page, context)
    page.heading("Key figures", len(_HEADER))
    page.header(_HEADER, range(2))
    first = page.row
    key, money = context.summary.key, context.currency
    figures: tuple[tuple[str, str, str, Spread], ...] = (
        ("Value (NPV after tax)", money, "money", key.value),
        ("Internal rate of return, where unique", "a year", "share", key.irr),
        ("Modified internal rate of return", "a year", "share", key.mirr),
        ("Payback", "months", "months", key.payback.months),
        ("Discounted payback", "months", "months", key.discounted_payback.months),
        ("Profitability index", "ratio", "ratio", key.profitability_index),
        ("Return on investment", "share", "share", key.roi),
        ("Peak funding", money, "money", key.peak_funding),
        ("Cost over the horizon", money, "money", key.cost),
        ("Revenue and savings over the horizon", money, "money", key.revenue),
        ("Initiatives launched", "number", "number", key.launches),
    )
    for label, unit, kind, spread in figures:
        _figure(page, label, unit, kind, spread)
    last = page.row - 1
    _dates(page, context)
    _chances(page, context)
    page.finish(repeat=2, freeze=(3, 1))
    return page, (first, last)


def _sentences(page: Page, context: Context) -> None:
    page.heading("In words", len(_HEADER))
    safe = context.summary.key.value.p20
    style = context.styles.of(font_size=12, bold=True, font_color="#1F3A5F")
    if safe is not None:
        page.words(page.row, 0, f"Value: {chance_of_at_least(0.8, safe, context.currency)}.", style)
        page.row += 1
    for sentence in context.summary.key.sentences[1 if safe is not None else 0 :]:
        page.words(page.row, 0, f"{sentence[0].upper()}{sentence[1:]}.")
        page.row += 1
    page.row += 1


def _figure(page: Page, label: str, unit: str, kind: str, spread: Spread) -> None:
    page.words(page.row, 0, label)
    page.words(page.row, 1, unit, page.styles.unit)
    for column, value in enumerate((spread.base, spread.mean, spread.mean_error, *percentiles(spread)), 2):
        page.put(page.row, column, value, kind)
    page.put(page.row, LAST_PERCENTILE + 1, spread.missing_share, "chance")
    page.row += 1


def _dates(page: Page, context: Context) -> None:
    page.row += 1
    page.heading("Dates (80 % chance by the P80 day)", len(_HEADER))
    key = context.summary.key
    rows: tuple[tuple[str, DateSpread], ...] = (
        ("Last funded launch", key.last_launch),
        ("Payback reached", key.payback),
        ("Discounted payback reached", key.discounted_payback),
    )
    for label, spread in rows:
        page.words(page.row, 0, label)
        page.words(page.row, 1, "day", page.styles.unit)
        page.put(page.row, 2, day(spread.base), "date", align="right")
        for column, value in enumerate(days(spread), FIRST_PERCENTILE):
            page.put(page.row, column, value, "date", align="right")
        page.put(page.row, LAST_PERCENTILE + 1, spread.months.missing_share, "chance")
        page.row += 1


def _chances(page: Page, context: Context) -> None:
    page.row += 1
    page.heading("Odds", len(_HEADER))
    key = context.summary.key
    over = key.over_budget
    rows: list[tuple[str, Chance | None]] = [
        ("Value above zero", key.value_positive),
        ("No internal rate of return", key.no_irr),
        ("Several internal rates of return", key.several_irr),
        (f"Cost above the envelopes of {over.year}", over.chance),
    ]
    for label, chance in rows:
        page.words(page.row, 0, label)
        page.words(page.row, 1, "probability", page.styles.unit)
        if chance is not None:
            page.put(page.row, 3, chance.share, "chance")
            page.put(page.row, 4, chance.standard_error, "share")
        page.row += 1
    for label, amount in (
        ("Value at risk: 5 % of trials fall short of", key.value_at_risk),
        ("Mean value of the worst 5 % of trials", key.conditional_value_at_risk),
    ):
        page.words(page.row, 0, label)
        page.words(page.row, 1, context.currency, page.styles.unit)
        page.put(page.row, 3, amount, "money")
        page.row += 1
