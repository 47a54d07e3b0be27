"""The roadmap with its order and what is opened, and beside it why the chosen initiative is late."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.charts.roadmap import Roadmap
from app.pages.delivery.rows import Order, Structure, arrows_of, funded_in_order, rows_of, structure_of
from app.pages.delivery.scrolling import scrolled
from app.pages.delivery.why import WhyLate
from app.pages.explaining import WhatIsThis
from app.pages.forecasting import Panel
from app.pages.frame import Card, Desk
from app.state.outlook import Details

_ORDERS: Final[tuple[tuple[str, Order], ...]] = (
    ("By rank", "rank"),
    ("By launch date", "date"),
    ("By value", "value"),
)
_NOTE: Final = (
    "A bar ends at the median; its dark part is where the end lies in four futures of five (P10–P90). "
    "Press a row for its stages."
)


class RoadmapPanel(Panel):
    """Bars of all funded initiatives, and one of them looked at closely.

    Attributes
    ----------
    roadmap
        The chart.
    why
        The card on the chosen initiative.
    opened
        Ids of the initiatives whose stages are shown.
    """

    title = "Roadmap"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.opened: set[str] = set()
        self._details: Details | None = None
        self._drawn: tuple[object, ...] = ()
        self._structure = Structure()
        self._structured: tuple[object, object] | None = None
        self.roadmap = Roadmap("Roadmap: start to launch of each funded initiative, with P10 to P90", self)
        self.why = WhyLate(desk, self)
        self.order = QComboBox(self)
        self.order.setAccessibleName("Order of the roadmap")
        for text, key in _ORDERS:
            self.order.addItem(text, key)
        self.open_all = self._button("Open all", "Show the stages of all initiatives", self._open_all)
        self.close_all = self._button("Close all", "Show initiatives only", self._close_all)
        self.all_links = QCheckBox("All dependencies", self)
        self.all_links.setToolTip("Show what waits for what everywhere; otherwise only around the chosen initiative")
        self.compared = QLabel(self)
        self.compared.setObjectName("caption")
        self.drawn_of_views = (self.why.odds,)
        self._lay_out()
        self.order.currentIndexChanged.connect(self._redraw)
        self.all_links.toggled.connect(self._redraw)
        self.why.chosen.connect(self._redraw)
        self.roadmap.chosen.connect(self._take_choice)
        self.roadmap.said.connect(self.said)
        self.why.said.connect(self.said)
        desk.session.outlook_changed.connect(self._show_pinned)

    def show_details(self, details: Details) -> None:
        """Draw a run."""
        self._details = details
        self.why.show_details(details)
        self._redraw()

    def forget(self) -> None:
        """Nothing is opened in another document."""
        self.opened.clear()
        self._details, self._drawn, self._structured = None, (), None
        self.why.forget()

    def set_stale(self, stale: bool) -> None:
        """Say it in the sentence on the initiative, too."""
        self.why.set_stale(stale)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        label = QLabel("Order", self)
        label.setBuddy(self.order)
        for widget in (label, self.order, self.open_all, self.close_all, self.all_links, self.compared):
            tools.addWidget(widget)
        tools.addStretch(1)
        tools.addWidget(WhatIsThis("launch", self.desk.session, parent=self))
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.roadmap)
        column.addStretch(1)
        card = Card("Roadmap", _NOTE, self)
        card.body.addLayout(tools)
        card.body.addWidget(scrolled(inside, "Roadmap"), 1)
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.setChildrenCollapsible(False)
        halves.addWidget(card)
        halves.addWidget(scrolled(self.why, "Why is it late?"))
        halves.setStretchFactor(0, 5)
        halves.setStretchFactor(1, 3)
        halves.setSizes([660, 400])
        self.body.addWidget(halves, 1)

    def _button(self, text: str, tip: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName("flat")
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(slot)
        return button

    @Slot()
    def _redraw(self) -> None:
        """Draw where something is another than what is drawn."""
        details, outlook = self._details, self.desk.session.outlook
        if details is None:
            return
        order: Order = self.order.currentData()
        structure = self._structure_now()
        pinned = outlook.behind
        ordered = funded_in_order(details.summary, structure, order)
        self.why.show_choices([(one.id, one.name) for one in ordered])
        around = None if self.all_links.isChecked() else self.why.initiative
        wanted = (details, structure, order, frozenset(self.opened), pinned, around)
        if wanted == self._drawn:  # results are compared by identity
            return
        self._drawn = wanted
        rows = rows_of(details.summary, structure, order, self.opened, pinned)
        arrows = arrows_of(rows, structure, around)
        name = "" if pinned is None else pinned.name
        self.roadmap.show_rows(rows, details.start, details.horizon_months, arrows, name)
        self.compared.setText(f"Grey: {name}" if name else "")

    def _structure_now(self) -> Structure:
        """What the plan says; looked up anew only where it is another plan or scenario."""
        session = self.desk.session
        if not session.is_open:
            return Structure()
        subject = (session.portfolio, session.scenario)
        if self._structured is None or self._structured[0] is not subject[0] or self._structured[1] != subject[1]:
            self._structured, self._structure = subject, structure_of(*subject)
        return self._structure

    @Slot()
    def _show_pinned(self) -> None:
        if self.isVisible():
            self._redraw()

    @Slot(str)
    def _take_choice(self, key: str) -> None:
        """A row of an initiative opens or closes it; one of a stage only chooses its initiative."""
        kind, _, name = key.partition(":")
        if kind == "initiative":
            self.opened ^= {name}
        self.why.choose(self._structure.owner_of(key))

    @Slot()
    def _open_all(self) -> None:
        if self._details is not None:
            self.opened = {one.id for one in self._details.summary.initiatives if one.option is not None}
            self._redraw()

    @Slot()
    def _close_all(self) -> None:
        self.opened.clear()
        self._redraw()
