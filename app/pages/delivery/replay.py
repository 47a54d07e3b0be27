"""The replay: one future chosen, told by the reference engine, and played day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.charts.board import Board
from app.pages.asking import Asking
from app.pages.delivery.player import Player
from app.pages.delivery.scrolling import scrolled
from app.pages.delivery.story import Story
from app.pages.explaining import WhatIsThis
from app.pages.forecasting import Panel
from app.pages.frame import Desk
from app.state.studying import Question
from app.tables.figures import Cell, FigureTable, Row
from app.wording import fte, money, month, share
from models.portfolio import Portfolio

if TYPE_CHECKING:  # the study brings the engines along, which the window can do without until it is asked
    from simulation.summary.replay import Replay

_CHOICES: Final = (
    ("the median future by value", "median", "value"),
    ("the worst future by value", "worst", "value"),
    ("the best future by value", "best", "value"),
    ("the median future by last launch", "median", "last_launch"),
    ("the worst future by last launch", "worst", "last_launch"),
)
_PROMISE: Final = (
    "One of the simulated futures from inside: a board that shows day by day who works on what, what waits and why, "
    "and what happens. Choose a future, then find out."
)
_MEASURES: Final = {"value": "value", "last_launch": "last launch"}
_LEAST_HIRED: Final = 0.05
"""People beyond a team's own that are worth a row."""

_MOST_NEWS: Final = 40
_MOST_NUMBER: Final = 1_000_000


class ReplayPanel(Panel):
    """The choice of a future, the board, and lists of its day.

    Attributes
    ----------
    story
        What is played; None before there is an answer.
    """

    title = "Replay of one future"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.story: Story | None = None
        self.which = QComboBox(self)
        self.which.setAccessibleName("Which future")
        for text, place, by in _CHOICES:
            self.which.addItem(text, (place, by))
        self.which.addItem("future number", None)
        self.number = QSpinBox(self)
        self.number.setRange(1, _MOST_NUMBER)
        self.number.setAccessibleName("Number of the future")
        self.number.setKeyboardTracking(False)
        self.asking = Asking(desk, "replay", "What happens, day by day?", self._question, self)
        self.promise = QLabel(_PROMISE, self)
        self.promise.setObjectName("empty")
        self.promise.setWordWrap(True)
        self.promise.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.headline = QLabel(self)
        self.headline.setObjectName("headline")
        self.headline.setWordWrap(True)
        self.player = Player(self)
        self.board = Board("One future: work and waiting by initiative", self)
        self.teams = FigureTable("Who works on what", self, most_rows=3)
        self.waits = FigureTable("What waits, and why", self, most_rows=3)
        self.news = FigureTable("What has happened", self, most_rows=3)
        self._lay_out()
        self._connect()
        self._show_number()

    def forget(self) -> None:
        """The story is of another document."""
        self.story = None
        self.player.pause()
        self._stage.hide()
        self.promise.show()

    def _connect(self) -> None:
        self.which.currentIndexChanged.connect(self._show_number)
        self.which.activated.connect(self._ask_for_another)
        self.number.valueChanged.connect(self._ask_for_another)
        self.asking.answered.connect(self._take)
        self.asking.forgotten.connect(self.forget)
        self.player.day_changed.connect(self._show_day)
        self.board.day_pressed.connect(self._go_to)
        self.board.said.connect(self.said)

    def _lay_out(self) -> None:
        choice = QHBoxLayout()
        label = QLabel("Replay", self)
        label.setBuddy(self.which)
        for widget in (label, self.which, self.number):
            choice.addWidget(widget)
        choice.addWidget(self.asking, 1)
        choice.addWidget(WhatIsThis("replay", self.desk.session, parent=self))
        self._stage = QWidget(self)
        column = QVBoxLayout(self._stage)
        column.setContentsMargins(0, 0, 0, 0)
        halves = QSplitter(Qt.Orientation.Horizontal, self._stage)
        halves.setChildrenCollapsible(False)
        halves.addWidget(scrolled(self.board, "Board"))
        halves.addWidget(self._lists())
        halves.setSizes([640, 420])
        column.addWidget(self.headline)
        column.addWidget(self.player)
        column.addWidget(halves, 1)
        self._stage.hide()
        self.body.addLayout(choice)
        self.body.addWidget(self.promise, 1)
        self.body.addWidget(self._stage, 1)

    def _lists(self) -> QWidget:
        lists = QSplitter(Qt.Orientation.Vertical, self)
        lists.setChildrenCollapsible(False)
        for table in (self.teams, self.waits, self.news):
            table.setMinimumHeight(80)
            lists.addWidget(table)
        lists.setSizes([240, 150, 170])
        return lists

    # Asking.

    def _question(self, portfolio: Portfolio, scenario: str | None) -> Question | str:
        from simulation.summary.replay import replay_trial

        if all(one.selected is None for one in portfolio.initiatives) and scenario is None:
            return "No initiative is funded, so nothing happens."
        place, by = self.which.currentData() or (self.number.value(), "value")
        return Question(replay_trial, (portfolio, place), {"by": by, "scenario": scenario})

    @Slot()
    def _show_number(self) -> None:
        self.number.setVisible(self.which.currentData() is None)

    @Slot()
    def _ask_for_another(self) -> None:
        """Once one future was told, the next is told as soon as it is chosen."""
        if self.story is not None:
            self.asking.find_out()

    @Slot(object)
    def _take(self, replay: Replay) -> None:
        story = Story(replay)
        self.story = story
        self.headline.setText(headline_of(replay))
        with QSignalBlocker(self.number):
            self.number.setValue(replay.trial)
        self.board.set_title(f"Future {replay.trial:,} of seed {replay.seed}: work and waiting by initiative")
        months = min(float(replay.months), story.days[-1] + 0.5) if story.days else float(replay.months)
        self.board.show_story(story.lanes, story.pieces, story.events, replay.start, months)
        self.promise.hide()
        self._stage.show()
        self.player.show_days(len(story.days) - 1)

    # The day.

    @Slot(float)
    def _go_to(self, at: float) -> None:
        if self.story is not None:
            self.player.pause()
            self.player.go_to(self.story.day_of(at))

    @Slot(int)
    def _show_day(self, day: int) -> None:
        story = self.story
        if story is None:
            return
        at = story.days[day]
        self.board.show_day(at)
        self.player.date.setText(story.date(day))
        _fill(self.teams, ("At work", "FTE"), team_rows(story, at))
        _fill(self.waits, ("Waits", "for", "since"), wait_rows(story, at), texts=2)
        _fill(self.news, ("What has happened", "on"), news_rows(story, at))


def headline_of(replay: Replay) -> str:
    """Which future it is, and what becomes of it."""
    last = "not all is launched within the horizon"
    if replay.last_launch is not None:
        last = f"the last launch is in {month(replay.start, replay.last_launch)}"
    launched = sum(1 for one in replay.initiatives if one.status == "launched")
    return (
        f"Future {replay.trial:,} of seed {replay.seed}: value {money(replay.value, replay.currency)}, "
        f"better by {_MEASURES[replay.by]} than {share(replay.place)} of {replay.trials:,} futures; "
        f"{launched} of {len(replay.initiatives)} initiatives launch, {last}."
    )


def team_rows(story: Story, at: float) -> list[Row]:
    """A row for each team with its people at work, below it what they work on."""
    rows: list[Row] = []
    for team in story.teams_at(at):
        rows.append((Cell(team.name, strong=True), Cell(f"{team.busy:.1f} of {fte(team.own)}", strong=True)))
        rows += [(f"    {stage}", f"{people:.1f}") for stage, people in team.on]
        if team.busy > team.own + _LEAST_HIRED:
            rows.append((Cell("    of them contractors", "muted"), Cell(f"{team.busy - team.own:.1f}", "muted")))
    return rows


def wait_rows(story: Story, at: float) -> list[Row]:
    """A row for each thing that waits; one that says so where nothing does."""
    waits = story.waits_at(at)
    rows: list[Row] = [(one.who, one.why, story.date(story.day_of(one.since))) for one in waits]
    return rows or [(Cell("Nothing waits", "muted"), "", "")]


def news_rows(story: Story, at: float) -> list[Row]:
    """What has happened, the newest first."""
    return [(Cell(one.words, one.tone), story.date(story.day_of(one.at))) for one in story.happened_by(at)[:_MOST_NEWS]]


def _fill(table: FigureTable, header: tuple[str, ...], rows: list[Row], texts: int = 1) -> None:
    """Put rows where they are others than before."""
    said: list[list[Any]] = [[one.text if isinstance(one, Cell) else one for one in row] for row in rows]
    if said != table.texts():
        table.show_rows(header, rows, texts)
