"""The Risks sheet: the risks and drivers that the forecast was made with."""

from __future__ import annotations

from app.exchange.results.context import Context, plain
from app.exchange.results.page import Column, Page
from models.fields import fields_of
from models.risk import Impact, Risk
from models.uncertainty import Quantity

NAME = "Risks"


def write_risks(context: Context) -> Page:
    """The sheet."""
    page = context.page(
        NAME, "Risks and drivers", "As the forecast was made with them. The base case has no risk event."
    )
    applied = context.result.plan.portfolio
    columns = (
        Column("Risk", width=40),
        Column("Owner", width=22),
        Column("Probability before mitigation", "percent", 13),
        Column("Mitigation in the plan", width=11),
        Column("Mitigation cost", "money", 13),
        Column("Probability counted", "percent", 13),
        Column("Impact counted", width=58),
        Column("Hits", width=76),
    )
    page.heading("Risks", len(columns))
    page.table(columns, [_risk(risk) for risk in applied.risks])
    page.row += 1
    page.heading("Drivers: factors shared by many inputs", len(columns))
    page.header(("Driver", "Action", "Value", "", "", "", "Note", "Acts on"), range(8))
    for driver in applied.drivers:
        page.words(page.row, 0, driver.name)
        page.words(page.row, 1, driver.action)
        page.words(page.row, 2, driver.value.text)
        page.words(page.row, 6, driver.note, page.styles.wrapped)
        page.words(page.row, 7, _several(driver.targets), page.styles.wrapped)
        page.row += 1
    page.finish(repeat=2, freeze=(3, 1))
    return page


def _risk(risk: Risk) -> tuple[object, ...]:
    mitigation = risk.mitigation
    active = mitigation is not None and mitigation.active
    counted = mitigation.probability if mitigation is not None and active else risk.probability
    impact = risk.impact
    if mitigation is not None and active and mitigation.impact is not None:
        impact = mitigation.impact
    return (
        risk.name,
        risk.owner,
        risk.probability.mean,
        "yes" if active else "no",
        mitigation.cost.base if mitigation is not None and active else None,
        counted.mean,
        _impact(impact),
        _several(risk.targets),
    )


def _impact(impact: Impact) -> str:
    """What differs from no impact at all."""
    said = []
    for name in fields_of(Impact):
        value: Quantity = getattr(impact, name)
        if value != getattr(Impact(), name):
            said.append(f"{plain(name)} {value.text}")
    return "; ".join(said)


def _several(targets: tuple[str, ...]) -> str:
    """The first few targets and how many more there are."""
    shown = ", ".join(targets[:3])
    return shown if len(targets) <= 3 else f"{shown} and {len(targets) - 3} more"
