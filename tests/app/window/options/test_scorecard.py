"""The scorecard beside the money: filled, refused and taken away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.pages.frame import Desk
from app.pages.options.page import OptionsPage
from models.scorecards import scorecard_of
from tests.app.window.desks import press
from tests.app.window.options.three import answered

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")


def test_a_scorecard_is_filled_by_typing(page: OptionsPage, desk: Desk, qtbot: QtBot) -> None:
    """Weights 3 and 1, points 8 and 4: 7 in all; a criterion without points leaves a range."""
    part, model = page.judging.part, page.judging.part.model
    assert part.empty.isVisibleTo(page.judging)
    for name in ("Fit", "Freedom"):
        part.new.setText(name)
        qtbot.keyClick(part.new, Qt.Key.Key_Return)
    for row, column, typed in ((0, 1, "3"), (0, 2, "8"), (1, 2, "4"), (0, 3, "6")):
        assert model.setData(model.index(row, column), typed)
    assert model.data(model.index(2, 2)) == "7.0"
    assert model.data(model.index(2, 3)) == "4.5 to 7.0"  # 6 x 3/4, and up to 10 x 1/4 more
    card = scorecard_of(desk.session.portfolio, "x")
    assert card is not None
    assert [one.name for one in card.criteria] == ["Fit", "Freedom"]
    assert desk.session.undo_stack.undoText() == "judge Buy by Fit"
    desk.session.undo_stack.undo()
    assert model.data(model.index(0, 3)) == ""


def test_what_is_no_number_of_points_is_refused(page: OptionsPage, desk: Desk, qtbot: QtBot) -> None:
    part, model = page.judging.part, page.judging.part.model
    part.new.setText("Fit")
    part.add_criterion()
    before = desk.session.portfolio
    for column, typed, told in ((2, "11", "from 0 to 10"), (2, "good", "no number"), (1, "-1", "0 or more")):
        with qtbot.waitSignal(page.said) as said:
            assert not model.setData(model.index(0, column), typed)
        assert told in said.args[0]
    assert desk.session.portfolio is before


def test_a_criterion_is_taken_away_and_the_answer_stays(page: OptionsPage, desk: Desk, qtbot: QtBot) -> None:
    """Points never enter the money, so that judging makes no answer old."""
    answered(page)
    page.tabs.setCurrentIndex(2)
    part = page.judging.part
    part.new.setText("Fit")
    press(qtbot, part.add)
    assert page.asking.is_current
    part.table.setCurrentIndex(part.model.index(0, 0))
    press(qtbot, part.remove)
    assert part.model.criteria == ()
    assert page.asking.is_current
