"""The People sheet: load by team and month with a colour scale, and headcount."""

from __future__ import annotations

from collections.abc import Callable

from app.exchange.results import charts
from app.exchange.results.context import Context
from app.exchange.results.page import Page
from simulation.summary.shapes import TeamSummary

NAME = "People"

_TABLES: tuple[tuple[str, str, str, Callable[[TeamSummary], tuple[float, ...]]], ...] = (
    (
        "Load, mean (busy people / own capacity; above 100 % contractors help)",
        "share",
        "percent",
        lambda t: t.load_mean,
    ),
    ("Load, P80", "share", "percent", lambda team: team.load_p80),
    ("Headcount, mean", "FTE", "fte", lambda team: team.headcount_mean),
    ("Headcount, P10", "FTE", "fte", lambda team: team.headcount_p10),
    ("Headcount, P90", "FTE", "fte", lambda team: team.headcount_p90),
    ("Productive capacity, mean", "FTE", "fte", lambda team: team.capacity_mean),
    ("People at work, contractors included, mean", "FTE", "fte", lambda team: team.busy_mean),
    ("Contractors at work, mean", "FTE", "fte", lambda team: team.contractors_mean),
)
_FIRST = 2


def write_people(context: Context) -> Page:
    """The sheet."""
    page = context.page(NAME, "People: load and headcount by team and month")
    months = [context.month(label) for label in context.result.labels.months]
    page.sheet.set_column(0, 0, 30)
    page.sheet.set_column(1, 1, 7)
    page.sheet.set_column(_FIRST, _FIRST + len(months) - 1, 7)
    header = context.styles.of(bold=True, font_color="#FFFFFF", bg_color="#1F3A5F", num_format="mmm yy", align="right")
    page.row = 2
    page.words(page.row, 0, "Team", page.styles.header)
    page.words(page.row, 1, "Unit", page.styles.header)
    for number, month in enumerate(months):
        page.sheet.write_datetime(page.row, _FIRST + number, month, header)
    page.row = 3
    tables = {title: _table(page, context, title, unit, kind, of) for title, unit, kind, of in _TABLES}
    last_column = _FIRST + len(months) - 1
    for title in list(tables)[:2]:
        first, last = tables[title]
        _heat(page, first, last, last_column)
    first, _ = tables[_TABLES[2][0]]
    series: dict[str, charts.Range] = {
        team.name: [NAME, first + number, _FIRST, first + number, last_column]
        for number, team in enumerate(context.summary.teams)
    }
    if series:
        labels = [NAME, 2, _FIRST, 2, last_column]
        chart = charts.lines(context.book, "Mean headcount by team", labels, series, "People, FTE", "0")
        chart.set_size({"width": 1000, "height": 340})
        page.sheet.set_h_pagebreaks([page.row])
        page.sheet.insert_chart(page.row + 1, 0, chart)
    page.finish(repeat=2, freeze=(3, _FIRST))
    return page


def _table(
    page: Page,
    context: Context,
    title: str,
    unit: str,
    kind: str,
    figures: Callable[[TeamSummary], tuple[float, ...]],
) -> tuple[int, int]:
    page.heading(title, _FIRST + len(context.result.labels.months))
    first = page.row
    for team in context.summary.teams:
        page.words(page.row, 0, team.name)
        page.words(page.row, 1, unit, page.styles.unit)
        for column, value in enumerate(figures(team), _FIRST):
            page.put(page.row, column, value, kind)
        page.row += 1
    last = page.row - 1
    page.row += 1
    return first, last


def _heat(page: Page, first: int, last: int, last_column: int) -> None:
    """White when idle, amber when full, red when more is asked than there is."""
    if last < first:
        return
    page.sheet.conditional_format(
        first,
        _FIRST,
        last,
        last_column,
        {
            "type": "3_color_scale",
            "min_type": "num",
            "mid_type": "num",
            "max_type": "num",
            "min_value": 0,
            "mid_value": 0.8,
            "max_value": 1.2,
            "min_color": "#FFFFFF",
            "mid_color": "#F6D58A",
            "max_color": "#D9534F",
        },
    )
