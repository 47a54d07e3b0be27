"""What matters: inputs, lessons, risks and work that decide the outcome, each question asked when it is wanted."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QWidget

from app.charts.frame import Chart
from app.pages.frame import Desk, Page
from app.pages.inquiry import Inquiry
from app.pages.matters.dates import CriticalPart, RisksPart
from app.pages.matters.inputs import TornadoPart, VariancePart
from app.pages.matters.lessons import LessonsPart


class MattersPage(Page):
    """A tab for each question."""

    name = "What matters"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.lead.setText(
            "Where attention, a study or a mitigation pays. Every answer tries the plan again in the same futures."
        )
        self.tornado, self.variance = TornadoPart(desk, self), VariancePart(desk, self)
        self.lessons, self.risks, self.critical = (
            LessonsPart(desk, self),
            RisksPart(desk, self),
            CriticalPart(desk, self),
        )
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Questions about what matters")
        self.tabs.tabBar().setAccessibleName("Choice of question on the What matters page")
        for title, part in self.parts():
            self.tabs.addTab(part, title)
            for chart in part.findChildren(Chart):
                chart.said.connect(self.said)
        self.body.addWidget(self.tabs, 1)
        self.setFocusProxy(self.tornado.asking.button)

    def parts(self) -> tuple[tuple[str, Inquiry], ...]:
        """The tabs: their titles and what is in them."""
        return (
            ("Tornado", self.tornado),
            ("Spread", self.variance),
            ("Worth learning", self.lessons),
            ("Risks", self.risks),
            ("Critical work", self.critical),
        )
