"""What became of each initiative at the end of a trial, in machine code [R2]."""

from __future__ import annotations

from typing import Any

from simulation.delivery.board import Board
from simulation.delivery.contract import BLOCKED, LAUNCHED, STOPPED, UNFINISHED, UNFUNDED
from simulation.delivery.kernel.part import GIVEN_UP, WAITING, compiled


@compiled
def status(board: Board, it: Any) -> int:
    if not it.funded:
        return UNFUNDED
    if it.stopped:
        return STOPPED
    if it.hopeless:
        return BLOCKED
    return LAUNCHED if it.launch <= board.clock[0].months else UNFINISHED


@compiled
def find_hopeless(board: Board) -> None:
    """Marks the initiatives that cannot launch: unfunded, stopped, or with a link to what cannot come [R2]."""
    for it in board.initiatives:
        it.hopeless = it.stopped or not it.funded
    found = True
    while found:
        found = False
        for st in board.stages:
            if st.phase == WAITING and is_blocked(board, st):
                st.phase, found = GIVEN_UP, True
                board.initiatives[st.initiative].hopeless = 1


@compiled
def is_blocked(board: Board, st: Any) -> bool:
    """Whether a link of a stage leads to a stage that was given up, or to an initiative that cannot launch."""
    for link in board.links[st.link_first : st.link_last]:
        if link.stage >= 0 and board.stages[link.stage].phase == GIVEN_UP:
            return True
        if link.initiative >= 0 and board.initiatives[link.initiative].hopeless:
            return True
    return False
