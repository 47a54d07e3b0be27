"""The scaling curves as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator

from tests.benchmarks.measured import Curve

INK, GUIDE = "#2b5d8a", "#b8b8b8"


def draw(curves: Mapping[str, Curve], path: Path) -> None:
    """One panel for each curve, both axes logarithmic; the dashed line is time in proportion to size.

    The same curves give the same file.
    """
    with mpl.rc_context({"svg.hashsalt": "benchmarks", "svg.fonttype": "none", "font.family": "sans-serif"}):
        figure = Figure(figsize=(9.0, 6.4), layout="constrained")
        panels = figure.subplots(2, 2).flat
        for panel, curve in zip(panels, curves.values(), strict=False):
            _panel(panel, curve)
        for panel in list(panels)[len(curves) :]:
            panel.set_visible(False)
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})


def _panel(panel: Axes, curve: Curve) -> None:
    sizes, seconds = [point.size for point in curve.points], [point.seconds for point in curve.points]
    middle = len(sizes) // 2
    straight = [seconds[middle] * size / sizes[middle] for size in sizes]
    panel.loglog(sizes, straight, "--", color=GUIDE, linewidth=1.0)
    panel.loglog(sizes, seconds, "o-", color=INK, linewidth=1.8, markersize=4)
    panel.set_xticks(sizes, [f"{size:,}" for size in sizes], rotation=30)
    panel.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    panel.yaxis.set_major_formatter(FuncFormatter(lambda seconds, _: f"{seconds:g}"))
    panel.minorticks_off()
    panel.set_xlabel(curve.axis)
    panel.set_ylabel("seconds on one core")
    panel.set_title(curve.held, fontsize=9)
    panel.spines[["top", "right"]].set_visible(False)
