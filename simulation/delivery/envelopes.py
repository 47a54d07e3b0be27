"""The budget envelopes of one trial: what fits, what is committed, what is carried over [R9].

Knows categories, periods and amounts; nothing of stages or time.  Only asked under the policy *enforced*.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

FIT_TOLERANCE = 1e-9


class Envelopes:
    """What is left of the envelope of each category in the period that is open.

    Attributes
    ----------
    available
        Money left in the open period, by category.
    untouched
        Whether nothing has been committed to the open period's envelope, nor was booked ahead against it.
    leeway
        By how much the amount of a period could be less (first) or more, by category, for all to fit that did, and
        nothing else; infinite where nothing was asked for.
    """

    def __init__(self, amounts: Sequence[Sequence[float]], limited: Sequence[bool], *, carry_over: bool) -> None:
        """``amounts``: money by category and period; a category that is not ``limited`` always fits."""
        self.available = [0.0] * len(amounts)
        self.untouched = [True] * len(amounts)
        self.leeway = [[[inf] * len(row) for row in amounts] for _ in range(2)]
        self._amounts = amounts
        self._limited = limited
        self._carry_over = carry_over
        self._booked = [[0.0] * len(row) for row in amounts]
        self._period = -1

    def open(self, period: int) -> None:
        """Go on to ``period``, through those between; nothing happens where it is open already."""
        while self._period < period:
            self._period += 1
            for category, amounts in enumerate(self._amounts):
                booked = self._booked[category][self._period]
                left = self.available[category] if self._carry_over else 0.0
                self.available[category] = max(0.0, amounts[self._period] - booked) + left
                self.untouched[category] = booked == 0.0

    def fits(self, category: int, cost: float) -> bool:
        """Whether a stage of this cost may start now."""
        if cost <= 0.0 or not self._limited[category]:
            return True
        left, untouched = self.available[category] - cost, self.untouched[category]
        if self._holds(category, cost):
            self._narrow(0, category, max(0.0, left))
            return True
        if untouched and self.available[category] > 0.0:
            for leeway in self.leeway:  # what is booked ahead depends on every amount to come
                leeway[category][self._period :] = [0.0] * len(leeway[category][self._period :])
            return True
        self._narrow(1, category, 0.0 if untouched else -left)
        return False

    def commit(self, category: int, cost: float) -> None:
        """Take a cost that fits; what the open period cannot hold is booked against those that follow."""
        if cost <= 0.0 or not self._limited[category]:
            return
        if not self._holds(category, cost):
            self._book_ahead(category, cost - self.available[category])
        self.available[category] = max(0.0, self.available[category] - cost)
        self.untouched[category] = False

    def _holds(self, category: int, cost: float) -> bool:
        available = self.available[category]
        return cost <= available + FIT_TOLERANCE * max(1.0, abs(available))

    def _narrow(self, less_or_more: int, category: int, money: float) -> None:
        leeway = self.leeway[less_or_more][category]
        leeway[self._period] = min(leeway[self._period], money)

    def _book_ahead(self, category: int, excess: float) -> None:
        booked = self._booked[category]
        for period in range(self._period + 1, len(booked)):
            if excess <= 0.0:
                return
            taken = min(excess, max(0.0, self._amounts[category][period] - booked[period]))
            booked[period] += taken
            excess -= taken
