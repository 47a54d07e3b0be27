"""An order for what is done at one instant, on top of SimPy's priorities.

SimPy runs the events of an instant by priority, 0 and 1, then by age.  A turn comes after all of those, however
many follow from each other, and before the turns of a higher number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import IntEnum

import simpy
from simpy.events import Event, EventPriority


class Turn(IntEnum):
    """What is done when."""

    GATES = 2
    MILESTONES = 3
    ALLOCATION = 4


class Turns:
    """Calls the action of each turn at the instants at which it is announced, once for any number of announcements."""

    def __init__(self, env: simpy.Environment, actions: Mapping[Turn, Callable[[], None]]) -> None:
        self._env = env
        self._actions = actions
        self._announced: set[Turn] = set()

    def announce(self, turn: Turn) -> None:
        """Take a turn at this instant; from within the turn itself, once more."""
        if turn not in self._announced:
            self._announced.add(turn)
            _Call(self._env, turn, self._take)

    def _take(self, turn: Turn) -> None:
        self._announced.discard(turn)
        self._actions[turn]()


class _Call(Event):
    """An event of now that calls a function with its turn."""

    def __init__(self, env: simpy.Environment, turn: Turn, action: Callable[[Turn], None]) -> None:
        super().__init__(env)
        self._ok, self._value = True, None
        self.callbacks.append(lambda _: action(turn))
        env.schedule(self, EventPriority(turn))
