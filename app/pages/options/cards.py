"""One card for each way: what it brings, what it asks for, what it ties up; the recommended one stands out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from app.glossary import explanation
from app.pages.explaining import Explained, open_popover
from app.pages.options.words import kind_name, launch_text, people_text
from app.state.session import Session
from app.theme import tokens_of
from app.wording import chance_of_at_least, money, money_error, share
from simulation.decide.choose.choice import Card, Choice

_COLUMNS: Final = 3
_ROUND: Final = 8
_DOT: Final = 12


class _Dot(QWidget):
    """A spot in the colour of a curve."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.place = 0
        self.setFixedSize(_DOT, _DOT + 4)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        series = tokens_of(self.palette()).series
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(series[self.place % len(series)]))
        painter.drawEllipse(1, 5, _DOT - 3, _DOT - 3)


class OptionCard(QFrame):
    """One way, with its figures.

    Signals
    -------
    wanted
        The number of the alternative that is to be taken into the plan.
    """

    wanted = Signal(int)

    def __init__(self, number: int, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._number, self._session = number, session
        self._is_best = False
        self.dot = _Dot(self)
        self.name = _bold(QLabel(self), 1.1)
        self.name.setWordWrap(True)
        self.kind, self.badge = QLabel(self), _bold(QLabel(self))
        self.kind.setObjectName("caption")
        self.badge.setObjectName("good")
        self.headline = _bold(QLabel(self), 1.35)
        self.headline.setObjectName("headline")
        self.span = QLabel(self)
        self.span.setObjectName("span")
        self.span.setWordWrap(True)
        Explained(_clicked(self.headline), "value", session)
        self.take = QPushButton("Take this way", self)
        self.take.setObjectName("flat")
        self.take.clicked.connect(self._want)
        self.rows: dict[str, tuple[QLabel, QLabel]] = {}
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setVerticalSpacing(2)
        self._lay_out()

    def show_card(self, choice: Choice, card: Card, colour: int) -> None:
        """Show the figures of an alternative; ``colour`` is that of its curve."""
        currency = choice.currency
        self.dot.place = colour
        self.name.setText(card.alternative.name)
        self.kind.setText(kind_name(card.alternative))
        self.headline.setText(f"{money(card.value.p50, currency)}")
        self.span.setText(
            f"portfolio value, P50; {chance_of_at_least(0.8, card.value.p20, currency)}. "
            f"Mean {money(card.value.mean, currency)} {money_error(card.value.error, currency)}"
        )
        for key, caption, text, term in self._figures(choice, card):
            self._show_row(key, caption, text, term)
        self.setAccessibleName(f"{card.alternative.name}: {self.headline.text()}")
        self.update()

    def show_standing(self, *, is_best: bool, is_taken: bool, is_stale: bool) -> None:
        """Whether it is recommended, in the plan now, and of a plan that has changed."""
        self._is_best = is_best
        told = ["recommended"] * is_best + ["in the plan"] * is_taken
        self.badge.setText(", ".join(told).capitalize())
        self.take.setVisible(not is_taken)
        self.take.setAccessibleName(f"Take {self.name.text()} into the plan")
        self.setAccessibleDescription(self.badge.text())
        for label in (self.headline, self.span, *(value for _, value in self.rows.values())):
            label.setEnabled(not is_stale)
        self.update()

    def text_of(self, key: str) -> str:
        """What stands beside a figure."""
        return self.rows[key][1].text()

    def _figures(self, choice: Choice, card: Card) -> list[tuple[str, str, str, str]]:
        """Key, caption, figure and glossary term of each row."""
        number, currency = self._number, choice.currency
        lock = card.lock_in
        gained = card.others_value.value
        return [
            ("positive", "P(value > 0)", share(card.chance_positive), "p_value_positive"),
            ("best", "P(best of all)", share(float(choice.best_odds[number])), "p_best"),
            ("regret", "Expected regret", money(float(choice.regret[number]), currency), "regret"),
            ("launch", "Launched by (80 %)", launch_text(card, choice), "launch"),
            ("cost", "Cost of it, P50", money(card.own_cost.p50, currency), "cost"),
            ("funding", "Peak funding, P80", money(card.peak_funding.p80, currency), "peak_funding"),
            ("people", "Own people", people_text(card), "load"),
            ("exit", "Cost to leave", money(lock.exit, currency), "lock_in"),
            ("bound", "Promised until then", money(lock.guaranteed + lock.recurring, currency), "lock_in"),
            (
                "others",
                "Does to the others",
                f"{'+' * (gained > 0)}{money(gained, currency)}",
                "difference",
            ),
        ]

    def _show_row(self, key: str, caption: str, text: str, term: str) -> None:
        if key not in self.rows:
            label, value = QLabel(caption, self), QLabel(self)
            label.setObjectName("caption")
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            Explained(_clicked(value), term, self._session)
            value.setProperty("term", term)
            row = self._grid.rowCount()
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(value, row, 1)
            self.rows[key] = (label, value)
        self.rows[key][1].setText(text)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The recommended card has a frame in the accent colour."""
        super().paintEvent(event)
        if self._is_best or self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(tokens_of(self.palette()).accent), 2.0 if self._is_best else 1.0))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), _ROUND, _ROUND)

    def _want(self) -> None:
        self.wanted.emit(self._number)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """F1 offers every figure of the card to be explained."""
        if event.key() != Qt.Key.Key_F1:
            super().keyPressEvent(event)
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for term in dict.fromkeys(["value", *(str(value.property("term")) for _, value in self.rows.values())]):
            menu.addAction(f"What is {explanation(term).name}?", self._explaining(term))
        menu.popup(self.mapToGlobal(QPoint(0, 40)))

    def _explaining(self, term: str) -> Callable[[], object]:
        return partial(open_popover, term, self._session, self)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.dot, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.name, 1)
        second = QHBoxLayout()
        second.addWidget(self.kind, 1)
        second.addWidget(self.badge)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(second)
        column.addWidget(self.headline)
        column.addWidget(self.span)
        column.addLayout(self._grid)
        column.addStretch(1)
        column.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)


class Cards(QWidget):
    """The cards of the ways that are shown, side by side.

    Signals
    -------
    wanted
        The number of the alternative that is to be taken into the plan.
    """

    wanted = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.cards: dict[int, OptionCard] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(10)

    def show_choice(self, choice: Choice, shown: list[int]) -> None:
        """Show the cards of these alternatives, each in the colour of its place."""
        for card in self.cards.values():
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = {}
        for place, number in enumerate(shown):
            card = OptionCard(number, self._session, self)
            card.show_card(choice, choice.cards[number], place)
            card.wanted.connect(self.wanted)
            self._grid.addWidget(card, place // _COLUMNS, place % _COLUMNS)
            self.cards[number] = card
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)

    def show_standing(self, best: int, taken: int | None, is_stale: bool) -> None:
        """Which is recommended, and which the plan has now."""
        for number, card in self.cards.items():
            card.show_standing(is_best=number == best, is_taken=number == taken, is_stale=is_stale)


def _bold(label: QLabel, factor: float = 1.0) -> QLabel:
    font = QFont(label.font())
    font.setPointSizeF(font.pointSizeF() * factor)
    font.setWeight(QFont.Weight.DemiBold)
    label.setFont(font)
    return label


def _clicked(label: QLabel) -> QLabel:
    """A figure that a press gives the focus, but no Tab: the card as a whole is the stop."""
    label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return label
