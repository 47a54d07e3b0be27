"""The compiled delivery engine: the rules of ``docs/rules.md`` at some hundred-thousandths of a second a trial.

Same rules and same times as ``simulation.delivery.reference``, without its trace.  Importing this module compiles
nothing: the first run does, or loads what an earlier process has compiled.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from simulation.delivery.contract import Delivery, DeliveryPlan, Pause, Workload
from simulation.delivery.effort import widened
from simulation.delivery.layout import block_of, lay_out, outcome_of, room_for_delivery

PAUSES: Final = 5
"""In the work of one call, if there are to be any; each takes a tenth of a millisecond."""


def deliver(plan: DeliveryPlan, work: Workload, pause: Pause | None = None) -> Delivery:
    """What happens in each trial of ``work``; shapes and units as ``Delivery`` says.

    Trials are independent: the results of some trials are those rows of the results.
    """
    from simulation.delivery.kernel import run_block  # here: the compiler takes long to import

    delivery = room_for_delivery(plan, work.trials)
    board, block, done = lay_out(plan, work, delivery), block_of(work), 0
    several = work.trials if pause is None else -(-work.trials // PAUSES)
    while done < work.trials:
        wanted = min(done + several, work.trials)
        done, _ = run_block(board, block, outcome_of(delivery), done, wanted)
        if done < wanted:
            effort = delivery.packed_effort  # has no room for the effort of this trial
            delivery = replace(delivery, packed_effort=widened(effort, 2 * effort.fte.shape[1]))
        if pause is not None:
            pause()
    return delivery
