"""The Risks sheet: the risks and drivers that the forecast was made with."""

from __future__ import annotations

from typing import Final

from app.exchange.results.context import Context, plain
from app.exchange.results.page import Column, Page
from models.fields import fields_of
from models.portfolio import Portfolio
from models.risk import Driver, Impact, Risk
from models.uncertainty import Quantity

NAME = "Risks"


def write_risks(context: Context) -> Page:
    """The sheet."""
    page = context.page(
        NAME, "Risks and drivers", "As the forecast was made with them. The base case has no risk event."
    )
    for number, column in enumerate(_COLUMNS):
        page.sheet.set_column(number, number, column.width)
    applied = context.result.plan.portfolio
    names = _names(applied)
    page.heading("Risks", len(_COLUMNS))
    page.header((column.title for column in _COLUMNS), _TEXTS)
    for risk in applied.risks:
        _risk(page, risk, names)
    page.row += 1
    page.heading("Drivers: factors shared by many inputs", len(_COLUMNS))
    page.header(("Driver", "Action", "Value", "", "", "", "Note", "Acts on"), range(8))
    for driver in applied.drivers:
        _driver(page, driver, names)
    page.finish(repeat=2, freeze=(3, 1))
    return page


_COLUMNS: Final = (
    Column("Risk", width=32),
    Column("Owner", width=22),
    Column("Probability before mitigation", "percent", 13),
    Column("Mitigation in the plan", width=12),
    Column("Mitigation cost", "money", 12),
    Column("Probability counted", "percent", 12),
    Column("Impact counted", width=38),
    Column("Hits", width=52),
)
_TEXTS: Final = (0, 1, 3, 6, 7)
_SHOWN: Final = 3


def _risk(page: Page, risk: Risk, names: dict[str, str]) -> None:
    mitigation = risk.mitigation
    active = mitigation is not None and mitigation.active
    counted = mitigation.probability if mitigation is not None and active else risk.probability
    impact = risk.impact
    if mitigation is not None and active and mitigation.impact is not None:
        impact = mitigation.impact
    row = page.row
    page.put(row, 2, risk.probability.mean, "chance", valign="top")
    page.put(row, 3, "yes" if active else "no", align="left", valign="top")
    page.put(row, 4, mitigation.cost.base if mitigation is not None and active else None, "money", valign="top")
    page.put(row, 5, counted.mean, "chance", valign="top")
    _texts(page, {0: risk.name, 1: risk.owner, 6: _impact(impact), 7: _several(risk.targets, names)})


def _driver(page: Page, driver: Driver, names: dict[str, str]) -> None:
    texts = {0: driver.name, 1: driver.action, 6: driver.note, 7: _several(driver.targets, names)}
    page.put(page.row, 2, driver.value.text, align="left", valign="top")
    _texts(page, texts)


def _texts(page: Page, texts: dict[int, str]) -> None:
    """Texts of the row, which takes as many lines as the longest needs."""
    page.lines(page.row, [(column, words, _COLUMNS[column].width) for column, words in texts.items()])
    page.row += 1


def _impact(impact: Impact) -> str:
    """What differs from no impact at all."""
    said = []
    for name in fields_of(Impact):
        value: Quantity = getattr(impact, name)
        if value != getattr(Impact(), name):
            said.append(f"{plain(name)} {value.text}")
    return "; ".join(said)


def _several(targets: tuple[str, ...], names: dict[str, str]) -> str:
    """The first few targets by name and how many more there are."""
    shown = "; ".join(_spoken(target, names) for target in targets[:_SHOWN])
    return shown if len(targets) <= _SHOWN else f"{shown} and {len(targets) - _SHOWN} more"


def _spoken(target: str, names: dict[str, str]) -> str:
    """``stage:gxp-build-audit.duration`` as ``GxP cloud: Audit, duration``; the address where it names no record."""
    kind, mark, rest = target.partition(":")
    if not mark:
        return plain(target.replace("settings.", ""))
    wanted, _, field = rest.partition(".")
    name = f"every {kind}" if wanted == "*" else names.get(f"{kind}:{wanted}", f"{kind} {wanted}")
    return f"{name}, {plain(field)}" if field else name


def _names(portfolio: Portfolio) -> dict[str, str]:
    """The names of records by kind and id; parts of an initiative with its name in front."""
    named = {f"team:{team.id}": team.name for team in portfolio.teams}
    named |= {f"product:{product.id}": product.name for product in portfolio.products}
    named |= {f"currency:{currency.id}": currency.id for currency in portfolio.currencies}
    for initiative in portfolio.initiatives:
        own = initiative.name or initiative.id
        named[f"initiative:{initiative.id}"] = own
        for option in initiative.options:
            named[f"option:{option.id}"] = f"{own}: {option.name or option.kind}"
            named |= {f"stage:{stage.id}": f"{own}: {stage.name or stage.id}" for stage in option.stages}
            named |= {f"benefit:{one.id}": f"{own}: {one.name or one.id}" for one in option.benefits}
    return {key: name or key for key, name in named.items()}
