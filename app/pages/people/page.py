"""The People page: tiles on load, people and idle time, then load, headcount and one more person."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.pages.forecasting import ForecastPage, Panel
from app.pages.frame import Desk
from app.pages.people.headcount import HeadcountPanel
from app.pages.people.load import LoadPanel
from app.pages.people.onemore import OneMorePerson
from app.pages.since import ON_PEOPLE
from app.pages.tiles import Figure
from app.state.outlook import Details
from app.wording import NOTHING, fte, load, money
from models.calendar import month_label
from simulation.summary.shapes import Summary, TeamSummary


class PeoplePage(ForecastPage):
    """Who is how busy and why, who is there, and what one more person would bring."""

    name = "People"
    topics = ON_PEOPLE

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.load, self.headcount, self.one_more = LoadPanel(desk), HeadcountPanel(desk), OneMorePanel(desk)
        self.add_panels(self.load, self.headcount, self.one_more)

    def empty_words(self, summary: Summary) -> str:
        return "" if summary.teams else "There are no teams yet. Add them on the Teams page (Ctrl+3)."

    def show_figures(self, details: Details) -> None:
        """Say who is busiest, and what is idle."""
        summary = details.summary
        self.lead.setText(sentence(summary))
        self.tiles.show_figures([_peak(summary), _people(summary), _contractors(summary), _bench(summary)])


class OneMorePanel(Panel):
    """The tab with the question."""

    title = "One more person"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.inquiry = OneMorePerson(desk, self)
        for chart in (self.inquiry.money, self.inquiry.months):
            chart.said.connect(self.said)
        self.body.addWidget(self.inquiry, 1)


def sentence(summary: Summary) -> str:
    """Which team is busiest over the horizon, and which least."""
    teams = [team for team in summary.teams if sum(team.capacity_mean) > 0]
    if not teams:
        return "There are no teams yet; add them on the Teams page."
    busiest, idlest = max(teams, key=_load), min(teams, key=_load)
    if busiest is idlest:
        return f"{busiest.name} is busy {load(_load(busiest))} of its time over the horizon."
    return (
        f"{busiest.name} is busiest over the horizon ({load(_load(busiest))} of its people's time), "
        f"{idlest.name} least ({load(_load(idlest))})."
    )


def _load(team: TeamSummary) -> float:
    """Work over the whole horizon against own capacity."""
    return sum(team.busy_mean) / sum(team.capacity_mean)


def _peak(summary: Summary) -> Figure:
    peak = summary.key.peak_load
    if peak is None:
        return Figure("load", "Peak team load", NOTHING)
    return Figure("load", "Peak team load", load(peak.mean), f"{peak.name}, {month_label(peak.month)}")


def _people(summary: Summary) -> Figure:
    first, last = (sum(team.headcount_mean[month] for team in summary.teams) for month in (0, -1))
    return Figure("headcount", "People at the end of the horizon", fte(last), f"{fte(first)} at its start")


def _contractors(summary: Summary) -> Figure:
    months = [sum(people) for people in zip(*(team.contractors_mean for team in summary.teams), strict=True)]
    mean = sum(months) / len(months) if months else 0.0
    span = f"most in a month: {fte(max(months))}" if mean else ""
    return Figure("contractors", "Contractors at work, on average", fte(mean), span)


def _bench(summary: Summary) -> Figure:
    cost = [year.lines.get("bench", 0.0) for year in summary.years]
    worst = max(summary.years, key=lambda year: year.lines.get("bench", 0.0), default=None)
    currency = summary.provenance.currency
    span = f"most in {worst.label}: {money(worst.lines.get('bench', 0.0), currency)}" if worst and sum(cost) else ""
    return Figure("bench", "Bench cost over the horizon", money(sum(cost), currency), span)
