"""What forecasts of a portfolio that is being edited remember of deliveries.

A memory gives what the compiled engine would give, bit for bit, and lets it simulate only the trials that it has not
seen.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np

from simulation.arrays import IntArray
from simulation.delivery import compiled
from simulation.delivery.contract import Delivery, DeliveryPlan, Workload
from simulation.delivery.effort import renewed

DELIVERIES_KEPT: Final = 2
"""For instance the base's and a scenario's; each takes some megabytes."""

FEW: Final = 0.5
"""Share of the trials up to which only those that changed are simulated again."""

_WORK: Final = tuple(item.name for item in fields(Workload))
_DELIVERED: Final = tuple(item.name for item in fields(Delivery) if item.name != "packed_effort")


@dataclass(frozen=True, eq=False)
class _Known:
    """A delivery, and all that it depends on."""

    plan: DeliveryPlan
    work: Workload
    delivery: Delivery


class DeliveryMemory:
    """The latest deliveries, found again by the network and the workload that they came from."""

    def __init__(self) -> None:
        self._known: list[_Known] = []

    def deliver(self, plan: DeliveryPlan, work: Workload) -> Delivery:
        """What the compiled engine gives; the same object where nothing changed since it was last given."""
        for known in self._known:
            if _is_alike(known.plan, plan):
                changed = _changed(known.work, work, enforced=plan.enforced)
                if changed is not None and len(changed) <= FEW * work.trials:
                    self._known.remove(known)
                    return self._keep(plan, work, _renewed(known.delivery, plan, work, changed))
        del self._known[DELIVERIES_KEPT - 1 :]  # before there is one more
        return self._keep(plan, work, compiled.deliver(plan, work))

    def _keep(self, plan: DeliveryPlan, work: Workload, delivery: Delivery) -> Delivery:
        self._known.insert(0, _Known(plan, work, delivery))
        return delivery


def _is_alike(one: DeliveryPlan, other: DeliveryPlan) -> bool:
    """Whether an engine could not tell the networks apart; where the drawn quantities stand does not matter to it."""
    names = (item.name for item in fields(one) if not item.name.endswith("_row"))
    return all(_equal(getattr(one, name), getattr(other, name)) for name in names)


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return one is other or np.array_equal(one, other)
    return bool(one == other)


def _changed(one: Workload, other: Workload, *, enforced: bool) -> IntArray | None:
    """The trials whose work differs; None where there are not as many.

    Money matters to the engine only where budgets are enforced [R9].
    """
    if one.trials != other.trials:
        return None
    differs = np.zeros(one.trials, dtype=np.bool_)
    for name in _WORK:
        if enforced or name not in ("envelope", "cost"):
            before, after = getattr(one, name), getattr(other, name)
            if before.shape != after.shape:
                return None
            if before is not after:
                differs |= (before != after).reshape(one.trials, -1).any(axis=1)
    return np.flatnonzero(differs)


def _renewed(delivery: Delivery, plan: DeliveryPlan, work: Workload, changed: IntArray) -> Delivery:
    """The delivery with the ``changed`` trials simulated again."""
    if not len(changed):
        return delivery
    part = compiled.deliver(plan, Workload(**{name: getattr(work, name)[changed] for name in _WORK}))
    arrays = {name: getattr(delivery, name).copy() for name in _DELIVERED}
    for name, array in arrays.items():
        array[changed] = getattr(part, name)
    return Delivery(**arrays, packed_effort=renewed(delivery.packed_effort, changed, part.packed_effort))
