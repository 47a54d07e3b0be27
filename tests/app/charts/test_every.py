"""What holds of every kind of chart: it has pictures, it is exported, and its table is what is drawn."""

from __future__ import annotations

import csv
import importlib
import io
import math
import pkgutil
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

import app.charts
import app.pages
from app.charts.exporting import SCALE, csv_text, png, size_of, svg
from app.charts.frame import Chart
from app.charts.stages.canvas import StageCanvas
from app.charts.stages.chart import StageChart
from app.charts.table import Table
from app.theme import DARK, LIGHT, palette_of
from tests.app.charts.every import EVERY, stages
from tests.app.charts.test_golden import GOLDEN

VARIANTS = {"PeriodBars", "LimitCloud", "InputTornado"}
"""Kinds that draw as the kind that they derive from does, and only read or tick otherwise."""

Shown = Callable[[Chart], Any]


@pytest.fixture
def stage_chart(qtbot: QtBot) -> StageChart:
    chart = stages()
    qtbot.addWidget(chart)
    chart.resize(480, 320)
    chart.show()
    qtbot.waitExposed(chart)
    return chart


def kinds(package: Any) -> Iterator[type]:
    """The charts that the modules of a package define."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(found.name)
        for value in vars(module).values():
            is_own = isinstance(value, type) and value.__module__ == module.__name__
            if is_own and issubclass(value, Chart | StageCanvas) and value not in (Chart, StageCanvas):
                yield value


def test_every_kind_of_chart_is_among_them(qtbot: QtBot) -> None:
    """A new kind of chart has to be put here, and so gets its pictures and its export tested."""
    made = [make() for make in EVERY.values()]
    for chart in made:
        qtbot.addWidget(chart)
    known = {type(chart) for chart in made} | {StageChart}
    missing = {kind.__name__ for package in (app.charts, app.pages) for kind in kinds(package) if kind not in known}
    assert missing == VARIANTS


def test_every_picture_is_of_a_chart() -> None:
    """In both themes; and no picture is left over."""
    wanted = {f"{name}-{mode}.png" for name in (*EVERY, "gantt", "network") for mode in ("light", "dark")}
    assert {path.name for path in GOLDEN.glob("*.png")} == wanted


@pytest.mark.parametrize("name", EVERY)
def test_every_chart_gets_out(shown: Shown, name: str) -> None:
    """As a PNG of twice its size with its title above, as SVG that is XML, and as CSV that is its table."""
    exported(shown(EVERY[name]()))


def exported(chart: Any) -> None:
    image = QImage.fromData(png(chart))
    assert image.size() == size_of(chart) * SCALE
    assert image.size().height() > chart.export_size().height() * SCALE or chart.export_size().height() < 160
    root = ElementTree.fromstring(svg(chart))
    assert root.attrib["viewBox"] == f"0 0 {size_of(chart).width()} {size_of(chart).height()}"
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == chart.title
    table: Table = chart.table()
    assert table.rows
    assert all(len(row) == len(table.header) for row in table.rows)
    read = list(csv.reader(io.StringIO(csv_text(table), newline="")))
    assert read[0] == [str(one) for one in table.header]
    for written, row in zip(read[1:], table.rows, strict=True):
        for text, value in zip(written, row, strict=True):
            assert is_same(text, value), (text, value)


def is_same(text: str, value: object) -> bool:
    """Whether a cell of the file is the value, to the last digit; texts like formulas are kept as texts."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return text == ""
    return float(text) == value if isinstance(value, int | float) else text.lstrip("'") == str(value).lstrip("'")


@pytest.mark.parametrize("name", EVERY)
def test_a_stale_chart_has_no_colours(shown: Shown, name: str) -> None:
    """Neither in its legend nor, as good as, in what is drawn; fresh again, it looks as before."""
    chart = shown(EVERY[name]())
    before, legend = chart.grab().toImage(), chart.legend
    chart.set_stale(True)
    assert hue_of(chart.grab().toImage()) < 6.0  # letters are drawn with coloured edges on some screens
    chart.set_stale(False)
    assert chart.legend == legend
    assert chart.grab().toImage() == before


def hue_of(image: QImage) -> float:
    """The mean difference between the strongest and the weakest of red, green and blue, of 255."""
    small = image.scaled(
        QSize(120, 80), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    colours = [small.pixelColor(x, y) for x in range(small.width()) for y in range(small.height())]
    parts = [(one.red(), one.green(), one.blue()) for one in colours]
    return sum(max(part) - min(part) for part in parts) / len(parts)


# The chart of stages, which is no plot.


@pytest.mark.parametrize("mode", ["gantt", "network"])
def test_the_chart_of_stages_gets_out(stage_chart: StageChart, mode: Any) -> None:
    """Whole and light, however it is scrolled and themed; afterwards it looks as before."""
    stage_chart.set_mode(mode)
    stage_chart.setPalette(palette_of(DARK))
    stage_chart.choose(stage_chart.plan.stages[0].id)
    before = stage_chart.grab().toImage()
    exported(stage_chart)
    image = QImage.fromData(png(stage_chart))
    assert image.pixelColor(2, image.height() - 2).name() == LIGHT.surface
    assert stage_chart.tokens is DARK
    assert stage_chart.grab().toImage() == before


def test_the_table_of_stages_is_the_plan(stage_chart: StageChart) -> None:
    """Times, crew, and what each waits for."""
    table, plan = stage_chart.table(), stage_chart.plan
    assert [row[0] for row in table.rows] == [stage.name for stage in plan.stages]
    assert [row[1:4] for row in table.rows] == [(one.start, one.end, one.duration) for one in plan.stages]
    last = table.rows[-1][-1]
    assert isinstance(last, str)
    assert set(last.split("; ")) == {plan.by_id[link.before].name for link in plan.before(plan.stages[-1].id)}


def test_stages_are_copied_by_key_and_listed_in_the_menu(stage_chart: StageChart, qtbot: QtBot) -> None:
    said: list[str] = []
    stage_chart.said.connect(said.append)
    qtbot.keyClick(stage_chart, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert said == [f"{stage_chart.title}: copied"]
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text().splitlines()[0].split("\t")[0] == "stage"
    assert not clipboard.image().isNull()
    assert "Save as SVG…" in [action.text() for action in stage_chart.outlets.actions]
