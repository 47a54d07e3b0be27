"""What the keys mean in the chart of stages: the wish that a key makes for the chosen stage, or why it makes none."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import Qt

from app.charts.stages.drags import STEP
from app.charts.stages.plan import NO_SLACK, PlannedStage, StagePlan
from app.charts.stages.wishes import Join, Lengthen, Move, StartAt, Wish

HALF_MONTH = 0.5

HELP = (
    "Arrows up and down choose a stage, left and right an arrow before or after it. "
    "Shift+Left/Right moves its earliest start by a month, Ctrl+Left/Right changes its length by half a month, "
    "Alt+Up/Down its place in the order. L lets the next stage wait for it. Delete removes a stage or an arrow, "
    "Enter leads to its row in the table."
)

Meaning = Wish | str
"""A wish, or a sentence that says why there is none."""

_NONE, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def meaning(plan: StagePlan, stage: PlannedStage, key: int, modifiers: Qt.KeyboardModifier) -> Meaning | None:
    """What a key asks for the chosen stage; None for a key that asks nothing."""
    found = _MEANINGS.get((key, modifiers & ~_KEYPAD))
    return None if found is None else found(plan, stage)


def _later(plan: StagePlan, stage: PlannedStage) -> Meaning:
    return StartAt(stage.id, math.floor(stage.start + NO_SLACK) + 1, typing=True)


def _earlier(plan: StagePlan, stage: PlannedStage) -> Meaning:
    if stage.not_before is None:
        return f"{stage.name} starts as early as it can; what it waits for decides."
    month = math.ceil(stage.start - NO_SLACK) - 1
    return StartAt(stage.id, month if month > stage.natural + NO_SLACK else None, typing=True)


def _longer(plan: StagePlan, stage: PlannedStage) -> Meaning:
    return Lengthen(stage.id, stage.duration + HALF_MONTH, typing=True)


def _shorter(plan: StagePlan, stage: PlannedStage) -> Meaning:
    if stage.duration <= STEP:
        return f"{stage.name} is as short as it can be made here; type 0 into the table for a milestone."
    return Lengthen(stage.id, max(STEP, stage.duration - HALF_MONTH), typing=True)


def _link(plan: StagePlan, stage: PlannedStage) -> Meaning:
    following = plan.position(stage.id) + 1
    if following == len(plan.stages):
        return f"{stage.name} is the last stage; there is none after it that could wait for it."
    return Join(stage.id, plan.stages[following].id)


def _up(plan: StagePlan, stage: PlannedStage) -> Meaning:
    position = plan.position(stage.id)
    return Move(stage.id, position - 1) if position else f"{stage.name} is the first stage already."


def _down(plan: StagePlan, stage: PlannedStage) -> Meaning:
    position = plan.position(stage.id)
    is_last = position == len(plan.stages) - 1
    return f"{stage.name} is the last stage already." if is_last else Move(stage.id, position + 1)


_MEANINGS: dict[tuple[int, Qt.KeyboardModifier], Callable[[StagePlan, PlannedStage], Meaning]] = {
    (Qt.Key.Key_Right, _SHIFT): _later,
    (Qt.Key.Key_Left, _SHIFT): _earlier,
    (Qt.Key.Key_Right, _CTRL): _longer,
    (Qt.Key.Key_Left, _CTRL): _shorter,
    (Qt.Key.Key_Up, _ALT): _up,
    (Qt.Key.Key_Down, _ALT): _down,
    (Qt.Key.Key_L, _NONE): _link,
}
