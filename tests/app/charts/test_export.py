"""Every chart gets out: as PNG of twice the size, as SVG with its title, as CSV of its table; and to the clipboard."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.charts.bars import BarChart, BarSeries
from app.charts.distribution import Distribution, Series
from app.charts.exporting import SCALE, csv_text, picture, size_of, svg
from app.charts.fan import Band, FanChart, Mark
from app.charts.frame import Chart
from app.charts.heatmap import Heatmap
from app.charts.roadmap import Arrow, Roadmap, Row
from app.charts.scatter import Axis, Frontier, Scatter
from app.charts.tornado import Swing, Tornado
from app.charts.units import money_in
from app.charts.waterfall import Step, Waterfall
from app.theme import DARK, LIGHT, palette_of

EURO = money_in("EUR")
EVEN = np.linspace(-1e6, 5e6, 1001)


def distribution() -> Chart:
    chart = Distribution("Value of {all} & none")
    chart.show_series([Series("Value {x}", EVEN, base=1e6)], EURO)
    return chart


def fan() -> Chart:
    chart = FanChart("Cumulative cash")
    months = np.linspace(-1e6, 2e6, 24)
    chart.show_bands(
        [Band("cash", (10.0, 50.0, 90.0), np.stack([months - 1e5, months, months + 1e5]))],
        "2027-03",
        EURO,
        marks=[Mark("Payback", 12.0, 10.0, 15.0), Mark("Peak funding", 1.0, value=-1e6)],
    )
    return chart


def roadmap() -> Chart:
    chart = Roadmap("Roadmap")
    rows = [
        Row("Atlas", 0.0, 8.0, 10.0, 14.0, 9.0, key="a", deadline=12.0, met=0.7),
        Row("=B", 3.0, 20.0, None, None, key="b"),
    ]
    chart.show_rows(rows, "2027-01", 24, [Arrow("a", "b")])
    return chart


def heatmap() -> Chart:
    chart = Heatmap("Load")
    chart.show_values(["Core", "Design"], [[0.5, 1.2, np.nan], [0.9, 1.0, 1.6]], "2027-01")
    return chart


def bars() -> Chart:
    chart = BarChart("Budget")
    chart.show_bars(
        ["FY27", "FY28"], [BarSeries("cost", (1e6, np.nan), (9e5, np.nan), (2e6, np.nan))], EURO, targets=(1e6, 2e6)
    )
    return chart


def tornado() -> Chart:
    chart = Tornado("Tornado")
    chart.show_swings([Swing("Price", 1e6, 3e6, "8 €", "12 €"), Swing("Churn", 2.5e6, np.nan)], 2e6, EURO)
    return chart


def waterfall() -> Chart:
    chart = Waterfall("Bridge")
    chart.show_steps([Step("Before", 2e6, True), Step("Delay", -5e5), Step("Now", 1.5e6, True)], EURO)
    return chart


def scatter() -> Chart:
    chart = Scatter("Value and cost")
    cloud = np.linspace(0.0, 1e6, 50)
    frontier = Frontier("best", np.array([1e5, 2e5]), np.array([3e5, 4e5]), ("small", "large"))
    chart.show_cloud(Axis("cost", cloud, EURO), Axis("value", cloud[::-1], EURO), (5e5, 5e5), frontier)
    return chart


ALL = pytest.mark.parametrize("make", [distribution, fan, roadmap, heatmap, bars, tornado, waterfall, scatter])
Shown = Callable[[Chart], Chart]


@ALL
def test_the_picture_is_twice_the_size_and_light(make: Callable[[], Chart], shown: Shown, qapp: QApplication) -> None:
    """Also where the window is dark; afterwards the chart is dark again."""
    chart = shown(make())
    chart.setPalette(palette_of(DARK))
    image = picture(chart)
    assert image.size() == size_of(chart) * SCALE
    assert image.pixelColor(2, image.height() - 2) == QColor(LIGHT.surface)
    assert len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}) > 5
    assert chart.tokens is DARK
    assert chart.backgroundBrush().color() == QColor(DARK.surface)


@ALL
def test_the_drawing_is_xml_with_the_title(make: Callable[[], Chart], shown: Shown) -> None:
    """With shapes, not with pictures of them; a heatmap's cells are one picture by nature."""
    chart = shown(make())
    root = ElementTree.fromstring(svg(chart))
    space = "{http://www.w3.org/2000/svg}"
    title = root.find(f"{space}title")
    assert title is not None
    assert title.text == chart.title
    assert len(root.findall(f".//{space}path")) + len(root.findall(f".//{space}polyline")) > 3
    pictures = len(root.findall(f".//{space}image"))
    assert pictures == (1 if isinstance(chart, Heatmap) else 0)


@ALL
def test_the_csv_is_the_table(make: Callable[[], Chart], shown: Shown) -> None:
    """Numbers in full, nothing for what is not known, texts that look like formulas as texts."""
    chart = shown(make())
    table = chart.table()
    read = list(csv.reader(io.StringIO(csv_text(table), newline="")))
    assert read[0] == list(table.header)
    assert len(read) == len(table.rows) + 1
    for text, row in zip(read[1:], table.rows, strict=True):
        assert len(row) == len(table.header)
        for written, one in zip(text, row, strict=True):
            if isinstance(one, float):
                assert float(written) == one
            else:
                assert written.removeprefix("'") == ("" if one is None else str(one))
    assert table.rows


@ALL
def test_every_chart_has_a_legend_or_one_thing_only_and_words(
    make: Callable[[], Chart], shown: Shown, qtbot: QtBot
) -> None:
    """The keys read out what the pointer would; Escape ends it."""
    chart = shown(make())
    chart.setFocus()
    if chart.stops():
        chart.read_out(*chart.stops()[0])
        assert chart.reading
        qtbot.keyClick(chart, Qt.Key.Key_Escape)
        assert not chart.reading
    assert chart.accessibleName() == chart.title


def test_formulas_are_texts(shown: Shown) -> None:
    """A row that is called =B must not be computed by the spreadsheet that opens the file."""
    assert "'=B" in csv_text(shown(roadmap()).table())


def test_files_are_written_where_they_are_wanted(shown: Shown, tmp_path: Path, qtbot: QtBot) -> None:
    """An ending is added where there is none; what went wrong is said."""
    chart = shown(bars())
    said: list[str] = []
    chart.said.connect(said.append)
    asked: list[tuple[str, str]] = []

    def choose(name: str, kind: str) -> Path | None:
        asked.append((name, kind))
        return tmp_path / "budget"

    chart.outlets.choose_path = choose
    for action in chart.outlets.actions[3:]:
        action.trigger()
    assert [name for name, _ in asked] == ["Budget.png", "Budget.svg", "Budget.csv"]
    assert QImage(str(tmp_path / "budget.png")).size() == size_of(chart) * SCALE
    assert (tmp_path / "budget.svg").read_bytes().startswith(b"<?xml")
    assert (tmp_path / "budget.csv").read_text(encoding="utf-8-sig").startswith(",cost,")
    assert said == ["budget.png is written", "budget.svg is written", "budget.csv is written"]
    chart.outlets.choose_path = lambda name, kind: tmp_path / "missing" / "budget.csv"
    chart.outlets.save_csv()
    assert said[-1].startswith("budget.csv was not written")
    chart.outlets.choose_path = lambda name, kind: None
    chart.outlets.save_csv()
    assert len(said) == 4


def test_copying_gives_picture_and_table(shown: Shown, qtbot: QtBot) -> None:
    """Ctrl+C gives both; each command of the menu its own."""
    chart = shown(bars())
    clipboard = QGuiApplication.clipboard()
    qtbot.keyClick(chart, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.image().size() == size_of(chart) * SCALE
    assert clipboard.text().splitlines()[1].startswith("FY27\t1000000.0\t")
    chart.outlets.copy_data()
    assert clipboard.image().size() == QSize(0, 0)
    chart.outlets.copy_picture()
    assert clipboard.text() == ""


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")
def test_the_menu_opens_from_the_keyboard(shown: Shown, qtbot: QtBot) -> None:
    """By the menu key and by Shift+F10, with the commands of the kind of chart first."""
    chart = shown(distribution())
    for key, modifier in (
        (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
    ):
        qtbot.keyClick(chart, key, modifier)
        menu = chart._menu
        assert menu is not None
        assert menu.isVisible()
        texts = [action.text() for action in menu.actions() if not action.isSeparator()]
        assert texts[:3] == ["Histogram", "S-curve", "Copy picture and data"]
        menu.close()
