"""The Delivery page: tiles on dates and waiting, the roadmap, and the replay of one future."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.pages.delivery.lateness import CAUSE_NAMES, total_waits
from app.pages.delivery.replay import ReplayPanel
from app.pages.delivery.roadmap import RoadmapPanel
from app.pages.forecasting import NOTHING_FUNDED, ForecastPage
from app.pages.frame import Desk
from app.pages.since import ON_DELIVERY
from app.pages.tiles import Figure
from app.state.outlook import Details
from app.wording import month, months, plain_number, share, share_error
from simulation.summary.shapes import Summary


class DeliveryPage(ForecastPage):
    """When things are done, why they are late, and what one future looks like from inside."""

    name = "Delivery"
    topics = ON_DELIVERY

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.roadmap, self.replay = RoadmapPanel(desk), ReplayPanel(desk)
        self.add_panels(self.roadmap, self.replay)

    def empty_words(self, summary: Summary) -> str:
        return "" if any(one.option is not None for one in summary.initiatives) else NOTHING_FUNDED

    def show_figures(self, details: Details) -> None:
        """Say when it is all done, and what costs most time."""
        summary = details.summary
        self.lead.setText(_sentence(summary))
        self.tiles.show_figures([_last_launch(summary), _launches(summary), _waits(summary), _deadlines(summary)])


def _sentence(summary: Summary) -> str:
    funded = sum(1 for one in summary.initiatives if one.option is not None)
    if not funded:
        return "No initiative is funded, so there is nothing to deliver."
    lost = total_waits(summary)
    worst = max(lost, key=lambda cause: lost[cause] if cause != "start" else 0.0)
    launched = summary.key.launches.mean or 0.0
    said = f"{plain_number(round(launched, 1))} of {funded} funded initiatives launch within the horizon, on average."
    if lost[worst] < 1.0:
        return f"{said} Hardly any time is lost waiting."
    return f"{said} Most time is lost waiting for {CAUSE_NAMES[worst]}: {months(lost[worst])} in all."


def _last_launch(summary: Summary) -> Figure:
    last, start = summary.key.last_launch.months, summary.provenance.start
    late = f"later than the horizon in {share(last.missing_share)}" if last.missing_share else ""
    middle = "" if last.p50 is None else f"P50 {month(start, last.p50)}"
    return Figure(
        "last_launch",
        "Last launch (P80)",
        "after the horizon" if last.p80 is None else month(start, last.p80),
        "; ".join(part for part in (middle, late) if part),
        "" if last.p80_error is None else f"± {months(last.p80_error)}",
    )


def _launches(summary: Summary) -> Figure:
    launches = summary.key.launches
    funded = sum(1 for one in summary.initiatives if one.option is not None)
    return Figure(
        "launches",
        "Launches in the horizon",
        f"{launches.mean or 0.0:.1f}",
        f"of {funded} funded",
        "" if launches.mean_error is None else f"± {launches.mean_error:.2f}",
    )


def _waits(summary: Summary) -> Figure:
    lost = {cause: time for cause, time in total_waits(summary).items() if cause != "start"}
    worst = max(lost, key=lambda cause: lost[cause])
    span = f"most for {CAUSE_NAMES[worst]}: {months(lost[worst])}" if lost[worst] else ""
    return Figure("waits", "Time lost waiting, all initiatives", months(sum(lost.values())), span)


def _deadlines(summary: Summary) -> Figure:
    """The deadline that is least likely met."""
    dated = [one for one in summary.objectives if one.metric == "launch"]
    if not dated:
        return Figure("p_launch_by", "Deadlines", "none", "set them as objectives of the metric launch")
    worst = min(dated, key=lambda one: one.hit.share)
    return Figure(
        "p_launch_by",
        "Deadline least likely met" if len(dated) > 1 else "Deadline",
        share(worst.hit.share),
        worst.name,
        share_error(worst.hit.standard_error),
    )
