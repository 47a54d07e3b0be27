"""Optimise: budgets, musts and exclusions in; what to fund, frontier, order, cut line and hires out."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from app.charts.frame import Chart
from app.pages.frame import Desk, Page
from app.pages.inquiry import Inquiry
from app.pages.optimise.adopting import Adopting
from app.pages.optimise.choosing import ChoicePart, FrontierPart
from app.pages.optimise.wishes import WishPanel
from app.pages.optimise.work import CutPart, HirePart, OrderPart


class OptimisePage(Page):
    """A tab for each question; the wishes stand beside those that heed them."""

    name = "Optimise"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.lead.setText("Proposals, never changes: what you like becomes a scenario, and the plan stays as it is.")
        self.wishes = WishPanel(desk.session, self)
        self.wishes.setMinimumWidth(250)
        self.choice, self.frontier = ChoicePart(desk, self.wishes, self), FrontierPart(desk, self.wishes, self)
        self.order, self.cut, self.hires = OrderPart(desk, self), CutPart(desk, self), HirePart(desk, self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Questions to the optimiser")
        self.tabs.tabBar().setAccessibleName("Choice of question on the Optimise page")
        for title, part in self.parts():
            self.tabs.addTab(part, title)
            for chart in part.findChildren(Chart):
                chart.said.connect(self.said)
            for adopting in part.findChildren(Adopting):
                adopting.said.connect(self.said)
        self.splitter = QSplitter(self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.wishes)
        self.splitter.addWidget(self.tabs)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([330, 800])
        self.body.addWidget(self.splitter, 1)
        self.wishes.order_tabs()
        self.tabs.currentChanged.connect(self._show_wishes)
        self.wishes.changed.connect(self._tell_of_wishes)
        self.setFocusProxy(self.choice.asking.button)

    def parts(self) -> tuple[tuple[str, Inquiry], ...]:
        """The tabs: their titles and what is in them."""
        return (
            ("What to fund", self.choice),
            ("Frontier", self.frontier),
            ("Order of work", self.order),
            ("Cut line", self.cut),
            ("Hiring", self.hires),
        )

    @Slot(int)
    def _show_wishes(self, tab: int) -> None:
        """The wishes are shown where they count."""
        self.wishes.setVisible(tab in (0, 1))

    @Slot()
    def _tell_of_wishes(self) -> None:
        """An answer to other wishes is not the answer any more."""
        for part in (self.choice, self.frontier):
            part.outdate("What is asked has changed since.")
