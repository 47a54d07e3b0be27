"""What forecasts of a portfolio that is being edited remember of deliveries.

A memory gives what the compiled engine would give, bit for bit, and lets it simulate only the trials that it has not
seen.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np

from simulation.arrays import BoolArray, FloatArray, IntArray
from simulation.delivery import compiled
from simulation.delivery.contract import Delivery, DeliveryPlan, Workload
from simulation.delivery.effort import renewed
from simulation.differences import is_same

DELIVERIES_KEPT: Final = 2
"""For instance the base's and a scenario's; each takes some megabytes."""

FEW: Final = 0.5
"""Share of the trials up to which only those that changed are simulated again."""

SURELY: Final = 1e-6
"""Share of the money by which a change must stay below what would have decided otherwise, to be none of rounding's."""

_WORK: Final = tuple(item.name for item in fields(Workload))
_DELIVERED: Final = tuple(item.name for item in fields(Delivery) if item.name != "packed_effort")


@dataclass(frozen=True, eq=False)
class _Known:
    """A delivery, and all that it depends on."""

    plan: DeliveryPlan
    work: Workload
    amounts: FloatArray  # (n, 3, periods) the envelopes that each trial was simulated with
    delivery: Delivery


class DeliveryMemory:
    """The latest deliveries, found again by the network and the workload that they came from."""

    def __init__(self) -> None:
        self._known: list[_Known] = []

    def deliver(self, plan: DeliveryPlan, work: Workload) -> Delivery:
        """What the compiled engine gives; the same object where nothing changed since it was last given."""
        for known in self._known:
            if _is_alike(known.plan, plan):
                changed = _changed(known, plan, work)
                if changed is not None and len(changed) <= FEW * work.trials:
                    self._known.remove(known)
                    return self._keep(_renewed(known, plan, work, changed))
        del self._known[DELIVERIES_KEPT - 1 :]  # before there is one more
        return self._keep(_Known(plan, work, work.envelope, compiled.deliver(plan, work)))

    def _keep(self, known: _Known) -> Delivery:
        self._known.insert(0, known)
        return known.delivery


def _is_alike(one: DeliveryPlan, other: DeliveryPlan) -> bool:
    """Whether an engine could not tell the networks apart; where the drawn quantities stand does not matter to it."""
    names = (item.name for item in fields(one) if not item.name.endswith("_row"))
    return all(_equal(getattr(one, name), getattr(other, name)) for name in names)


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return is_same(one, other)
    return bool(one == other)


def _changed(known: _Known, plan: DeliveryPlan, work: Workload) -> IntArray | None:
    """The trials that may end differently; None where there are not as many.

    Money matters to the engine only where budgets are enforced [R9].
    """
    if known.work.trials != work.trials:
        return None
    differs = np.zeros(work.trials, dtype=np.bool_)
    for name in _WORK:
        before, after = getattr(known.work, name), getattr(work, name)
        if before.shape != after.shape:
            return None
        if name != "envelope" and (plan.enforced or name != "cost") and not is_same(before, after):
            differs |= (before != after).reshape(work.trials, -1).any(axis=1)
    if plan.enforced:
        differs |= _may_decide(known, plan, work.envelope)
    return np.flatnonzero(differs)


def _may_decide(known: _Known, plan: DeliveryPlan, amounts: FloatArray) -> BoolArray:
    """The trials in which other envelopes may keep a stage that started, or let one start that was kept.

    Where money is carried over, a change of one period's amount is one of all that follow.
    """
    more = amounts - known.amounts
    if plan.carry_over:
        more = np.cumsum(more, axis=2)
    size = np.cumsum(np.abs(amounts) + np.abs(known.amounts), axis=2)
    leeway = np.where(more > 0.0, known.delivery.leeway[:, 1], known.delivery.leeway[:, 0])
    decides = (more != 0.0) & (np.abs(more) + SURELY * np.maximum(size, 1.0) >= leeway)
    return np.asarray(decides.any(axis=(1, 2)))


def _renewed(known: _Known, plan: DeliveryPlan, work: Workload, changed: IntArray) -> _Known:
    """The delivery with the ``changed`` trials simulated again."""
    if not len(changed):
        return replace(known, plan=plan, work=work)
    delivery = known.delivery
    part = compiled.deliver(plan, Workload(**{name: getattr(work, name)[changed] for name in _WORK}))
    arrays = {name: getattr(delivery, name).copy() for name in _DELIVERED}
    for name, array in arrays.items():
        array[changed] = getattr(part, name)
    amounts = known.amounts.copy()
    amounts[changed] = work.envelope[changed]
    effort = renewed(delivery.packed_effort, changed, part.packed_effort)
    return _Known(plan, work, amounts, Delivery(**arrays, packed_effort=effort))
