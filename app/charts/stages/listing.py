"""The chart of stages as a table: a row for each stage, times in months from the portfolio's start.  No Qt here."""

from __future__ import annotations

from app.charts.stages.plan import StagePlan
from app.charts.stages.words import crew_text
from app.charts.table import Table, cell

HEADER = ("stage", "start", "end", "months", "slack", "P(gate passed)", "crew", "waits for")


def table_of(plan: StagePlan) -> Table:
    """What is drawn, as it is exported."""
    rows = []
    for stage in plan.stages:
        waits = [plan.by_id[link.before].name for link in plan.before(stage.id)]
        waits += [one.name for one in plan.awaited if one.stage == stage.id]
        times = (cell(one) for one in (stage.start, stage.end, stage.duration, stage.slack))
        gate = cell(stage.success) if stage.gated else None
        rows.append((stage.name, *times, gate, crew_text(stage), "; ".join(waits)))
    return Table(HEADER, tuple(rows))
