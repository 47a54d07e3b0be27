"""The compiled delivery engine: the rules of ``docs/rules.md`` at some hundred-thousandths of a second a trial.

Same rules and same times as ``simulation.delivery.reference``, without its trace.  Importing this module compiles
nothing: the first run does, or loads what an earlier process has compiled.
"""

from __future__ import annotations

from dataclasses import replace

from simulation.delivery.contract import Delivery, DeliveryPlan, Workload
from simulation.delivery.effort import widened
from simulation.delivery.layout import block_of, lay_out, outcome_of, room_for_delivery


def deliver(plan: DeliveryPlan, work: Workload) -> Delivery:
    """What happens in each trial of ``work``; shapes and units as ``Delivery`` says.

    Trials are independent: the results of some trials are those rows of the results.
    """
    from simulation.delivery.kernel import run_block  # here: the compiler takes long to import

    delivery = room_for_delivery(plan, work.trials)
    board, block, done = lay_out(plan, work, delivery), block_of(work), 0
    while True:
        done, _ = run_block(board, block, outcome_of(delivery), done)
        if done == work.trials:
            return delivery
        effort = delivery.packed_effort  # has no room for the effort of this trial
        delivery = replace(delivery, packed_effort=widened(effort, 2 * effort.fte.shape[1]))
