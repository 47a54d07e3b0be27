"""The stages of an option on a time axis: a row for each, names on the left, months on top."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItemGroup, QGraphicsPathItem, QGraphicsRectItem, QGraphicsScene

from app.charts.frame import tinted
from app.charts.stages.drawing import Drawing, Timeline, elbow
from app.charts.stages.marks import AXIS, GRID, Arrow, Flag, Label, Look, elided
from app.charts.stages.pieces import HANDLE_AWAY, Bar
from app.charts.stages.plan import PlannedLink, PlannedStage, StagePlan
from app.charts.stages.words import beside, instant, link_text, stage_text
from app.theme import Tokens
from app.wording import month, months
from models.calendar import MONTH_NAMES, month_at

AXIS_HEIGHT = 44.0
ROW_HEIGHT = 32.0
BAR_HEIGHT = 16.0
_LEAST_MONTH = 9.0
_LARGEST_MONTH = 80.0
_NAMES_MOST = 230.0
_FOOT = 10.0


class Gantt:
    """Draws one plan into a scene."""

    def __init__(
        self, scene: QGraphicsScene, plan: StagePlan, look: Look, tokens: Tokens, font: QFont, width: float
    ) -> None:
        self._scene, self._plan, self._look, self._tokens, self._font = scene, plan, look, tokens, font
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() * 0.9)
        self._small = small
        self._names_width = min(_NAMES_MOST, max(120.0, width * 0.3), self._widest_name())
        self._line = self._timeline(width)
        self.drawing = Drawing(timeline=self._line, top=AXIS_HEIGHT, row_height=ROW_HEIGHT)
        self._height = AXIS_HEIGHT + ROW_HEIGHT * len(plan.stages) + _FOOT
        self._right = max(width, self._line.x(self._line.last))
        scene.setSceneRect(0, 0, self._right, self._height)

    def draw(self) -> Drawing:
        """Everything, back to front."""
        self._draw_grid()
        for position, stage in enumerate(self._plan.stages):
            self._draw_stage(position, stage)
        for link in self._plan.links:
            self._draw_link(link)
        self._draw_awaited()
        self._draw_launch()
        self._draw_names()
        self._draw_axis()
        return self.drawing

    def _widest_name(self) -> float:
        metrics = QFontMetricsF(self._font)
        return 44.0 + max((metrics.horizontalAdvance(stage.name) for stage in self._plan.stages), default=0.0)

    def _timeline(self, width: float) -> Timeline:
        plan = self._plan
        first = max(0, math.floor(min((stage.natural for stage in plan.stages), default=plan.begin)))
        end = max(plan.end, plan.launch or 0.0)
        room = width - self._names_width
        last = math.ceil(end + max(1.0, 0.06 * (end - first)))
        texts = max(
            (self._text_width(stage) for stage in plan.stages if stage.end > end - 0.25 * (end - first)), default=0
        )
        month_width = (room - min(texts, room * 0.25)) / max(last - first, 1)
        month_width = min(max(month_width, _LEAST_MONTH), _LARGEST_MONTH)
        last = max(last, first + math.floor(room / month_width))
        return Timeline(first, last, self._names_width, month_width)

    def _text_width(self, stage: PlannedStage) -> float:
        return QFontMetricsF(self._small).horizontalAdvance(beside(stage)) + 30

    def _bar_area(self, position: int, stage: PlannedStage) -> QRectF:
        top = AXIS_HEIGHT + position * ROW_HEIGHT + (ROW_HEIGHT - BAR_HEIGHT) / 2
        left, right = self._line.x(stage.start), self._line.x(stage.end)
        return QRectF(left, top, right - left, BAR_HEIGHT)

    def _draw_grid(self) -> None:
        tokens, bottom = self._tokens, self._height
        for at in range(self._line.first, self._line.last + 1):
            text = month_at(self._plan.start, at)
            is_year, is_quarter = text.endswith("-01"), text[5:] in ("01", "04", "07", "10")
            if is_quarter or self._line.month_width >= 16:
                pen = QPen(tinted(tokens.line, 1.0 if is_year else 0.55), 1.4 if is_year else 1)
                self._scene.addLine(self._line.x(at), AXIS_HEIGHT - 6, self._line.x(at), bottom, pen).setZValue(GRID)
        for position in range(len(self._plan.stages) + 1):
            y = AXIS_HEIGHT + position * ROW_HEIGHT
            self._scene.addLine(0, y, self._right, y, QPen(tinted(tokens.line, 0.45), 1)).setZValue(GRID)
        over = self._line.x(self._plan.horizon)
        if over < self._right:
            late = self._scene.addRect(
                QRectF(over, AXIS_HEIGHT, self._right - over, bottom), Qt.PenStyle.NoPen, tinted(tokens.control, 0.18)
            )
            late.setToolTip("After the horizon of the plan")
            late.setZValue(GRID)

    def _draw_stage(self, position: int, stage: PlannedStage) -> None:
        area = self._bar_area(position, stage)
        bar = Bar(stage, area, self._look, self._tokens)
        bar.setToolTip(stage_text(self._plan, stage))
        self._scene.addItem(bar)
        self.drawing.pieces[stage.id] = bar
        left = area.right() + HANDLE_AWAY + 9
        text = elided(beside(stage), self._small, self._right - left - 6)
        label = Label(text, self._small, self._tokens.muted, self._tokens.surface)
        label.setPos(left, area.center().y() - label.boundingRect().height() / 2)
        label.setToolTip(beside(stage))
        self._scene.addItem(label)
        self.drawing.labels[stage.id] = label
        if stage.not_before is not None:
            flag = Flag(
                stage.id,
                QPointF(self._line.x(max(stage.not_before, self._line.first)), area.center().y()),
                self._tokens,
            )
            flag.setToolTip(f"Not before {instant(self._plan.start, max(stage.not_before, 0))}")
            self._scene.addItem(flag)
            self.drawing.flags[stage.id] = flag

    def _draw_link(self, link: PlannedLink) -> None:
        before, after = self.drawing.pieces[link.before].area, self.drawing.pieces[link.after].area
        away = ROW_HEIGHT / 2 if after.top() > before.top() else -ROW_HEIGHT / 2
        path = elbow(QPointF(before.right(), before.center().y()), after, before.center().y() + away)
        arrow = Arrow(link, path, self._look, self._tokens)
        arrow.setToolTip(link_text(self._plan, link))
        self._scene.addItem(arrow)
        self.drawing.arrows[link.before, link.after] = arrow
        if link.lag > 0:
            label = Label(f"+{months(link.lag)}", self._small, self._tokens.muted, self._tokens.surface)
            size, x = label.boundingRect(), path.currentPosition().x()
            y = before.center().y() + away - size.height() / 2
            label.setPos(max(before.right() + 8, x - size.width() - 5), y)
            self._scene.addItem(label)
            self.drawing.lags[link.before, link.after] = label

    def _draw_awaited(self) -> None:
        """A dotted line from another initiative's launch to the stage that waits for it."""
        for one in self._plan.awaited:
            area = self.drawing.pieces[one.stage].area
            launch = one.launch
            x = area.left() if launch is None else min(self._line.x(max(launch, self._line.first)), area.left())
            path = QPainterPath(QPointF(x, area.bottom() + 4))
            path.lineTo(area.left(), area.bottom() + 4)
            path.lineTo(area.left(), area.bottom())
            path.addEllipse(QPointF(x, area.bottom() + 4), 3.0, 3.0)
            when = "no launch is planned" if launch is None else f"planned for {month(self._plan.start, launch)}"
            mark = QGraphicsPathItem(path)
            colour = self._tokens.bad if launch is None else self._tokens.series[2]
            mark.setPen(QPen(QColor(colour), 1.6, Qt.PenStyle.DotLine))
            mark.setToolTip(f"Waits for the launch of {one.name}: {when}")
            self._scene.addItem(mark)

    def _draw_launch(self) -> None:
        if self._plan.launch is None:
            return
        x = self._line.x(self._plan.launch)
        pen = QPen(QColor(self._tokens.series[2]), 1.6, Qt.PenStyle.DashLine)
        line = self._scene.addLine(x, AXIS_HEIGHT - 4, x, self._height, pen)
        line.setToolTip(f"Launch planned for {month(self._plan.start, self._plan.launch)}")
        line.setZValue(GRID)

    def _draw_names(self) -> None:
        group = QGraphicsItemGroup()
        ground = QGraphicsRectItem(0, 0, self._names_width - 6, self._height)
        ground.setPen(Qt.PenStyle.NoPen)
        ground.setBrush(QColor(self._tokens.surface))
        ground.setOpacity(0.0 if self._line.x(self._line.last) <= self._right else 1.0)
        group.addToGroup(ground)
        for position, stage in enumerate(self._plan.stages):
            middle = AXIS_HEIGHT + (position + 0.5) * ROW_HEIGHT
            number = Label(str(position + 1), self._small, self._tokens.faint)
            number.setPos(6, middle - number.boundingRect().height() / 2)
            name = Label(elided(stage.name, self._font, self._names_width - 40), self._font, self._tokens.text)
            name.setPos(26, middle - name.boundingRect().height() / 2)
            group.addToGroup(number)
            group.addToGroup(name)
        group.setZValue(AXIS - 0.5)
        self._scene.addItem(group)
        self.drawing.pinned_names = group

    def _draw_axis(self) -> None:
        group = QGraphicsItemGroup()
        ground = QGraphicsRectItem(0, 0, self._right, AXIS_HEIGHT - 6)
        ground.setPen(Qt.PenStyle.NoPen)
        ground.setBrush(QColor(self._tokens.surface))
        group.addToGroup(ground)
        taken = self._label_launch(group, self._plan.launch) if self._plan.launch is not None else QRectF()
        for at in range(self._line.first, self._line.last):
            self._label_month(group, at, taken)
        group.setZValue(AXIS)
        self._scene.addItem(group)
        self.drawing.pinned_axis = group

    def _label_month(self, group: QGraphicsItemGroup, at: int, taken: QRectF) -> None:
        """The name of a month, and of the year at its first month where nothing else is written there."""
        year, number = (int(part) for part in month_at(self._plan.start, at).split("-"))
        name = _month_name(number, self._line.month_width)
        x = self._line.x(at) + 3
        if (number == 1 or at == self._line.first) and not taken.left() - 32 < x < taken.right():
            self._axis_text(group, str(year), x, 2, self._tokens.text)
        if name:
            self._axis_text(group, name, x, 19, self._tokens.muted)

    def _axis_text(self, group: QGraphicsItemGroup, text: str, x: float, y: float, colour: str) -> None:
        label = Label(text, self._small, colour)
        label.setPos(x, y)
        group.addToGroup(label)
        self.drawing.axis.append(text)

    def _label_launch(self, group: QGraphicsItemGroup, launch: float) -> QRectF:
        """Name the launch at the top of its line; where that is written."""
        text = f"Launch {month(self._plan.start, launch)}"
        label = Label(text, self._small, self._tokens.good, self._tokens.surface)
        x = self._line.x(launch) - label.boundingRect().width() / 2
        label.setPos(min(x, self._right - label.boundingRect().width() - 4), 2)
        group.addToGroup(label)
        self.drawing.axis.append(text)
        return label.mapRectToScene(label.boundingRect())


def _month_name(number: int, width: float) -> str:
    """``Jan``, ``J`` or nothing, as there is room; quarters keep theirs longest."""
    name = MONTH_NAMES[number - 1]
    if width >= 32 or (number in (1, 4, 7, 10) and width >= 11):
        return name
    return name[0] if width >= 16 and number % 3 != 1 and width >= 26 else ""
