"""The widgets that fields are typed into: shapes while typing, templates, months, lists that complete themselves."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.charts.sparkline import Sparkline, shape_of
from app.tables.celleditors import LineCell, PickCell, make_editor
from app.tables.columns import columns_of
from app.tables.display import Names
from app.tables.monthpicker import MonthPicker
from app.tables.picks import Asked, completions, picks
from app.tables.preview import Preview, PreviewBubble, percentiles_in_words
from app.tables.templates import templates
from models.portfolio import Portfolio
from models.record import Record
from models.uncertainty import Quantity
from models.walk import find

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # hints of size; offscreen has no windows


def asked_for(portfolio: Portfolio, kind: str, record_id: str) -> Asked:
    """What an editor of a record is told."""
    located = find(portfolio, kind, record_id)
    owners: tuple[Record, ...] = tuple(owner.record for owner in located.owners)
    return Asked(portfolio, Names(portfolio), kind, located.record, owners)


def editor_of(portfolio: Portfolio, kind: str, record_id: str, field: str) -> LineCell | PickCell:
    """The widget of a field."""
    column = next(one for one in columns_of(kind) if one.field == field)
    return make_editor(column, asked_for(portfolio, kind, record_id))


def test_shape_of_a_uniform_is_flat_and_its_percentiles_are_known() -> None:
    """Uniform(0, 100): P10 = 10, P50 = 50, P90 = 90, up to a step of 1/200."""
    shape = shape_of(Quantity.parse("Uniform(0, 100)"))
    assert (shape.p10, shape.p50, shape.p90) == pytest.approx((10, 50, 90), abs=0.5)
    assert min(shape.heights) > 0.8
    assert not shape.separate


def test_shape_follows_scale_and_shift() -> None:
    """Tri(0, 1, 2) * 10 + 5 has its middle at 15, where it is highest."""
    shape = shape_of(Quantity.parse("Tri(0, 1, 2) * 10 + 5"))
    assert shape.p50 == pytest.approx(15, abs=0.1)
    assert max(range(32), key=shape.heights.__getitem__) in (15, 16)


def test_separate_values_are_bars() -> None:
    """Two values, one three times as likely as the other."""
    shape = shape_of(Quantity.parse("Discrete(1: 0.25, 2: 0.75)"))
    assert shape.separate
    assert sorted(shape.heights)[-2:] == [pytest.approx(1 / 3), 1]
    assert sum(height > 0 for height in shape.heights) == 2


def test_a_throughput_has_a_shape_too() -> None:
    """It is sampled, always with the same seed."""
    quantity = Quantity.parse("Throughput(backlog=30..35..50, split=1..1.2..1.6, weekly=History(3, 5, 2, 8))")
    shape = shape_of(quantity)
    assert 1.5 < shape.p10 < shape.p50 < shape.p90 < 4  # base: 35 x 1.2 / 4.5 = 9.3 weeks
    assert shape_of.__wrapped__(quantity) == shape


def test_percentiles_are_said_in_words() -> None:
    """With the unit, and what they mean."""
    words = percentiles_in_words(Quantity.parse("Uniform(1000000, 2000000)"), "money", "EUR")
    assert words == "P10 1.1 M € · P50 1.5 M € · P90 1.9 M €\n8 in 10 futures lie between 1.1 M € and 1.9 M €"


@pytest.mark.parametrize("unit", ["money", "months", "share", "share/year", "factor", ""])
@pytest.mark.parametrize("base", [0.0, 0.2, 5.0, -3.0, 1_234_567.0])
def test_every_template_is_a_quantity(unit: str, base: float) -> None:
    """Around any number; those of a share stay a share."""
    offers = templates(base, unit)
    for offer in offers:
        low, high = Quantity.parse(offer.text).bounds
        if unit == "share" and not offer.text.startswith("P10"):
            assert 0 <= low <= high <= 1
    if base == 5 and unit == "months":
        titles = {offer.title for offer in offers}
        assert {"90–100–130 %", "± 10 %", "P10, P50, P90", "From history", "From a backlog"} <= titles


def test_sparkline_draws_while_a_range_is_typed(sample: Portfolio, qtbot: QtBot) -> None:
    """Key by key: a certain number, half a range with what is missing, the range with its percentiles.

    Those of 3..5..9 are 3 + 6 x the quantiles of Beta(2.333, 3.667).
    """
    column = next(one for one in columns_of("stage") if one.field == "duration")
    preview = Preview(column, "EUR")
    qtbot.addWidget(preview)
    preview.show_text("3")
    assert preview.words.text() == "Certain: 3 months"
    preview.show_text("3..5")
    assert "3..5..9" in preview.words.text()
    assert preview.sparkline.shape is None
    preview.show_text("3..5..9")
    assert preview.words.text().startswith("P10 3.92 months · P50 5.25 months · P90 6.87 months")
    assert preview.sparkline.shape is not None


def test_sparkline_paints_every_kind_of_shape(qtbot: QtBot) -> None:
    """Hill, bars and one value; and leaves a certain number blank."""
    line = Sparkline()
    qtbot.addWidget(line)
    line.resize(120, 40)
    pictures = []
    for text in ("3..5..9", "Bernoulli(0.3)", "History(4)", "4"):
        line.show_quantity(Quantity.parse(text))
        pictures.append(line.grab().toImage())
    assert all(one != pictures[-1] for one in pictures[:-1])


def test_a_template_is_taken_into_the_line(sample: Portfolio, qtbot: QtBot) -> None:
    """Around the number that stands there."""
    line = editor_of(sample, "stage", "compass-build-gap", "duration")
    assert isinstance(line, LineCell)
    qtbot.addWidget(line)
    line.set_cell_text("2")
    menu = line.template_menu()
    action = next(one for one in menu.actions() if one.text().startswith("90–100–130 %"))
    with qtbot.waitSignal(line.typed):
        action.trigger()
    assert line.cell_text() == "2 -10 %/+30 %"


def test_a_month_is_picked_from_a_calendar(sample: Portfolio, qtbot: QtBot) -> None:
    """Alt+Down opens the year of the month that stands there; one click takes another."""
    line = editor_of(sample, "stage", "compass-build-gap", "earliest_start")
    assert isinstance(line, LineCell)
    qtbot.addWidget(line)
    line.set_cell_text("2028-05")
    line.show()
    line.open_months()
    picker = line.findChild(MonthPicker)
    assert isinstance(picker, MonthPicker)
    assert QApplication.focusWidget() is None or isinstance(QApplication.focusWidget(), QWidget)
    may = next(one for one in picker.findChildren(QPushButton) if one.accessibleName() == "Sep 2028")
    qtbot.mouseClick(may, Qt.MouseButton.LeftButton)
    assert line.cell_text() == "2028-09"
    assert picker.isHidden()


def test_lists_complete_their_last_entry(sample: Portfolio, qtbot: QtBot) -> None:
    """A crew's second team is found by its name and put behind the first."""
    line = editor_of(sample, "stage", "compass-build-gap", "crew")
    assert isinstance(line, LineCell)
    qtbot.addWidget(line)
    line.show()
    line.setText("platform 2; we")
    completer = line.completer()
    assert completer is not None
    completer.setCompletionPrefix(completer.splitPath("platform 2; we")[0])
    found = [completer.completionModel().index(row, 0) for row in range(completer.completionCount())]
    web = next(index for index in found if str(index.data()).startswith("web "))
    assert completer.pathFromIndex(web) == "platform 2; web"


def test_offers_fit_their_field(sample: Portfolio) -> None:
    """Choices in words, currencies with the portfolio's own, fiscal periods of the plan, siblings for predecessors."""
    stage = asked_for(sample, "stage", "compass-build-policy")
    columns = {column.field: column for column in columns_of("stage")}
    assert [pick.text for pick in picks(stage, columns["on_failure"]) or ()] == ["stop", "rework"]
    words = [pick.text for pick in completions(stage, columns["after"])]
    assert "compass-build-gap" in words
    assert "compass-build-policy" not in words
    assert "initiative:atlas" in words
    objective = asked_for(sample, "objective", "atlas-in-time")
    by = next(column for column in columns_of("objective") if column.field == "by")
    assert next(pick.text for pick in picks(objective, by) or ()) == "FY27"
    assert picks(stage, columns["duration"]) is None


def test_the_bubble_never_takes_the_keys(sample: Portfolio, qtbot: QtBot) -> None:
    """It shows beside the line, and hides where there is nothing to say."""
    column = next(one for one in columns_of("stage") if one.field == "duration")
    line = editor_of(sample, "stage", "compass-build-gap", "duration")
    assert isinstance(line, LineCell)
    qtbot.addWidget(line)
    line.show()
    bubble = PreviewBubble(column, "EUR", line)
    bubble.show_text("3..5..9")
    assert bubble.isVisible()
    assert bubble.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    bubble.show_text("")
    assert not bubble.isVisible()


@pytest.mark.parametrize(("field", "is_below"), [("duration", True), ("crew", False)])
def test_the_bubble_leaves_room_for_offers(sample: Portfolio, qtbot: QtBot, field: str, is_below: bool) -> None:
    """Teams are offered below the line, and would be covered."""
    column = next(one for one in columns_of("stage") if one.field == field)
    line = editor_of(sample, "stage", "compass-build-gap", field)
    assert isinstance(line, LineCell)
    qtbot.addWidget(line)
    line.move(200, 300)
    line.show()
    bubble = PreviewBubble(column, "EUR", line)
    bubble.show_text("neither")
    assert (bubble.y() > line.mapToGlobal(line.rect().bottomLeft()).y()) is is_below
    assert (bubble.geometry().bottom() < line.mapToGlobal(QPoint(0, 0)).y()) is not is_below
    bubble.hide()
