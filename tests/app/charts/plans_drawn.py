"""Charts of delivery and people with something in them, for the pictures that they are compared with."""

from __future__ import annotations

import numpy as np

from app.charts.board import Board, Event, Piece
from app.charts.fan import Level
from app.charts.frame import Chart
from app.charts.heatmap import Heatmap
from app.charts.roadmap import Arrow, Roadmap, Row
from app.charts.stack import Layer, Stack
from app.charts.units import FTE


def roadmap() -> Chart:
    """An initiative with two stages, a pinned result behind it and a deadline; one that does not launch."""
    chart = Roadmap("Roadmap")
    rows = [
        Row("Atlas", 0, 15, 18, 23, 14, "a", 0, True, (0.0, 20.0), 16.0, 0.3),
        Row("Design", 0, 5, 6, 8, 5, "s", 1, gate=0.9),
        Row("Code", 6, 15, 18, 23, 14, "t", 1),
        Row("Beacon", 8, 30, None, None, 20, "b", 0, False),
    ]
    chart.show_rows(rows, "2027-01", 36, [Arrow("s", "t")])
    return chart


def heatmap() -> Chart:
    """Idle, busy, full, and beyond full up to twice."""
    chart = Heatmap("Load")
    ramp = np.linspace(0.0, 1.0, 24)
    chart.show_values(("Platform", "Design", "Web"), np.stack([ramp, 2 * ramp, 1 - ramp]), "2027-01")
    return chart


def board() -> Chart:
    """All kinds of spans and moments; the veil lies over the second half."""
    chart = Board("One future")
    kinds = ("work", "slow", "paused", "team", "budget", "limit")
    pieces = [Piece(lane, 2.0 * lane, 2.0 * lane + 9, kind, "x") for lane, kind in enumerate(kinds)]  # type: ignore[arg-type]
    events = [Event(0, 9.0, "launched", "x"), Event(1, 11.0, "repeated", "x"), Event(2, 13.0, "stopped", "x")]
    chart.show_story(("Atlas", "", "Beacon", "", "Crest", ""), pieces, events, "2027-01", 24.0)
    chart.show_day(12.0)
    return chart


def stack() -> Chart:
    """Two layers and what is left, below a capacity."""
    chart = Stack("People at work")
    months = np.arange(24.0)
    layers = [
        Layer("Atlas", np.clip(8 - months / 2, 0, None)),
        Layer("Beacon", np.clip(months - 6, 0, 6)),
        Layer("3 others", np.full(24, 1.0), muted=True),
    ]
    chart.show_layers(layers, "2027-01", FTE, Level("own people", np.full(24, 9.0)), marked=5)
    return chart
