"""The delivery rules R1 to R11 in SimPy: the definition against which every other engine is measured.

Every stage is a process that waits for its links and its earliest start, asks for people, works, and faces its
gate.  What falls on one instant is done in turns [R3]: the processes note what has come (a month, an end, a link met),
then gates are drawn, then a milestone passes, and when nothing more changes the people are allocated.

The state is in ``state``, arithmetic of the allocation in ``floor``, budgets in ``envelopes``, sums in ``ledger``,
statuses in ``outcome``, the story in ``trace``.  Clarity comes before speed; ``compiled`` is the fast one.
"""

from __future__ import annotations

from bisect import insort
from dataclasses import replace
from math import inf
from operator import attrgetter

import numpy as np
import simpy

from simulation.delivery.contract import (
    BUDGET,
    LIMIT,
    SPEED_TOLERANCE,
    STATUSES,
    TEAM,
    Delivery,
    DeliveryPlan,
    Pause,
    Workload,
    snap,
)
from simulation.delivery.effort import packed
from simulation.delivery.envelopes import Envelopes
from simulation.delivery.floor import Slots, possible_speed, switching_factors, take_people
from simulation.delivery.layout import blank_delivery
from simulation.delivery.ledger import Ledger
from simulation.delivery.outcome import Outcome, outcomes
from simulation.delivery.state import Initiative, Life, Link, Network, Phase, Stage
from simulation.delivery.trace import Recorder, Silent, Trace
from simulation.delivery.turns import Turn, Turns
from simulation.draws import Staffing

ABANDONED = "abandoned"
MOVED = "moved"
BY_RANK = attrgetter("place")
IN_DOCUMENT_ORDER = attrgetter("index")


def deliver(plan: DeliveryPlan, work: Workload, pause: Pause | None = None) -> Delivery:
    """What happens in each trial of the workload."""
    network = Network(plan)
    result = blank_delivery(plan, work.trials)
    effort = np.zeros((work.trials, len(plan.line_team), plan.months))
    for trial in range(work.trials):
        run = Run(network, work, trial, Silent())
        run.to_horizon()
        _write(result, trial, run)
        effort[trial] = np.reshape(run.ledger.effort, effort.shape[1:])
        if pause is not None:
            pause()
    return replace(result, packed_effort=packed(effort))


def trace(plan: DeliveryPlan, work: Workload, trial: int, staffing: Staffing | None = None) -> Trace:
    """The story of one trial; with ``staffing`` also of the people who came and left."""
    recorder = Recorder(plan)
    run = Run(Network(plan), work, trial, recorder)
    run.to_horizon()
    for initiative, outcome in zip(run.initiatives, run.outcomes(), strict=True):
        recorder.ended(initiative.index, STATUSES[outcome.status], outcome.reason)
    return recorder.story(staffing, trial)


class Run:
    """One trial: the processes, and the three turns in which they meet."""

    def __init__(self, network: Network, work: Workload, trial: int, log: Silent) -> None:
        plan = network.plan
        self.env = simpy.Environment()
        self.network = network
        self.plan = plan
        self.log = log
        self.horizon = float(plan.months)
        self.stages = [Stage(self.env, network, work, trial, index) for index in range(len(plan.stage_ids))]
        self.initiatives = [
            Initiative(self.env, index, [self.stages[s] for s in members], funded=network.funded[index])
            for index, members in enumerate(network.initiative_stages)
        ]
        self.lags: list[float] = work.lag[trial].tolist()
        self.launch_lags: list[float] = work.launch_lag[trial].tolist()
        self.capacity: list[list[float]] = work.capacity[trial].T.tolist()
        self.envelopes = Envelopes(work.envelope[trial].tolist(), plan.limited.tolist(), carry_over=plan.carry_over)
        self.ledger = Ledger(network, log)
        self.ended: list[Stage] = []  # their end has come, their gate has not been drawn
        self.ripe: list[Stage] = []  # become ready at this instant
        self.milestones: list[Stage] = []  # ready, by rank
        self.waiting: list[Stage] = []  # ready, by rank
        self.started: list[Stage] = []  # by rank
        self.slots = Slots(plan)
        self.touched: set[int] = set()  # initiatives whose waiting may have another cause now
        actions = {
            Turn.GATES: self._draw_gates,
            Turn.MILESTONES: self._pass_milestone,
            Turn.ALLOCATION: self._allocate,
        }
        self.announce = Turns(self.env, actions).announce

    def to_horizon(self) -> None:
        """Run the trial; what ends exactly at the horizon has ended [R1]."""
        self.env.process(self._months())
        for stage in self.stages:
            stage.process = self.env.process(self._life(stage))
        for initiative in self.initiatives:
            self.ledger.explain(0.0, initiative)
        while self.env.peek() <= self.horizon:
            self.env.step()
        self.ledger.charge(self.horizon, self.started)
        for initiative in self.initiatives:
            self.ledger.close(self.horizon, initiative)
        for stage in self.waiting + self.milestones:
            self._no_longer_held(stage, self.horizon)

    def outcomes(self) -> list[Outcome]:
        """What became of each initiative."""
        return outcomes(self.plan, self.stages, self.initiatives)

    # Processes

    def _months(self) -> Life:
        """The calendar: new capacity and, with a new period, new envelopes at whole months [R1, R9]."""
        for month, own in enumerate(self.capacity):
            self.ledger.charge(self.env.now, self.started)
            self.ledger.own = own
            self.envelopes.open(self.network.period[month])
            self.log.capacity(month, own)
            self.announce(Turn.ALLOCATION)
            self.announce(Turn.MILESTONES)
            yield self.env.timeout(1.0)

    def _life(self, stage: Stage) -> Life:
        """A stage from its links to its last gate [R2, R7]; ends early when its initiative stops."""
        try:
            for link in stage.links:
                yield from self._until_met(link)
            stage.phase = Phase.LINKED
            self.ledger.explain(self.env.now, self.initiatives[stage.initiative])
            yield from self._until(stage.earliest)
            self.ripe.append(stage)
            self.announce(Turn.MILESTONES)
            while stage.phase != Phase.OVER:
                yield from self._work(stage)
        except simpy.Interrupt:
            return

    def _until_met(self, link: Link) -> Life:
        """A stage's success or an initiative's launch, and the lag after it [R2]."""
        awaited = self.stages[link.stage].success if link.stage >= 0 else self.initiatives[link.initiative].launched
        came = yield awaited
        yield from self._until(float(snap(came + self.lags[link.lag])))

    def _until(self, instant: float) -> Life:
        if instant > self.env.now:
            yield self.env.timeout(instant - self.env.now)

    def _work(self, stage: Stage) -> Life:
        """Until the stage ends, which is put off or brought forward whenever its rate changes; then its gate."""
        while True:
            try:
                yield self.env.timeout(stage.due - self.env.now) if stage.due < inf else self.env.event()
                break
            except simpy.Interrupt as interrupt:
                if interrupt.cause is ABANDONED:
                    raise
        self.ended.append(stage)
        self.announce(Turn.GATES)
        stage.verdict = self.env.event()
        yield stage.verdict

    def _launch(self, initiative: Initiative) -> Life:
        """The launch, its lag after the last end [R11]."""
        yield from self._until(float(snap(self.env.now + self.launch_lags[initiative.index])))
        initiative.launch = self.env.now
        self.log.launched(initiative.index, self.env.now)
        initiative.launched.succeed(self.env.now)

    # Turns

    def _draw_gates(self) -> None:
        """Draw the gates of all stages whose end has come, in document order [R3, R7]."""
        self.ledger.charge(self.env.now, self.started)
        ended, self.ended = sorted(self.ended, key=IN_DOCUMENT_ORDER), []
        for stage in ended:
            if stage.phase == Phase.STARTED:  # not abandoned at this very instant
                self._draw_gate(stage)
        self.announce(Turn.MILESTONES)
        self.announce(Turn.ALLOCATION)

    def _draw_gate(self, stage: Stage) -> None:
        self.touched.add(stage.initiative)
        passed = stage.outcomes[stage.attempts]
        stage.attempts += 1
        self.log.gate(stage.index, self.env.now, stage.attempts, passed)
        stage.halt(self.env.now)
        if passed:
            self._succeed(stage)
        elif stage.can_repeat:
            self._repeat(stage)
        else:
            self._stop(self.initiatives[stage.initiative], stage)

    def _succeed(self, stage: Stage) -> None:
        stage.succeeded = True
        self._close(stage)
        stage.verdict.succeed()
        stage.success.succeed(self.env.now)
        initiative = self.initiatives[stage.initiative]
        initiative.unfinished -= 1
        if initiative.unfinished == 0:
            self._complete(initiative)

    def _complete(self, initiative: Initiative) -> None:
        initiative.finish = self.env.now
        self.ledger.explain(self.env.now, initiative)
        self.env.process(self._launch(initiative))

    def _repeat(self, stage: Stage) -> None:
        """Rework: the stage stays started; a repetition of no length ends in the next round of gates."""
        stage.remaining = stage.repetition
        if stage.repetition == 0.0:
            self.ended.append(stage)
        else:
            stage.verdict.succeed()

    def _stop(self, initiative: Initiative, failed: Stage) -> None:
        """A failed gate ends the initiative; its unfinished stages are abandoned [R7]."""
        initiative.stopped_by = failed
        initiative.finish = self.env.now
        for stage in initiative.stages:
            if stage.phase != Phase.OVER:
                stage.halt(self.env.now)
                self._close(stage)
                if stage.process is not None and stage.process.is_alive:
                    stage.process.interrupt(ABANDONED)
        self.ledger.explain(self.env.now, initiative)

    def _close(self, stage: Stage) -> None:
        """Take a stage out of what is started or ready, and give its slot back."""
        if stage.phase == Phase.STARTED:
            stage.end = self.env.now
            self.started.remove(stage)
            self.slots.give_back(stage)
        elif stage.phase == Phase.READY:
            self._no_longer_held(stage, self.env.now)
            (self.milestones if stage.length == 0.0 else self.waiting).remove(stage)
        stage.phase = Phase.OVER

    def _pass_milestone(self) -> None:
        """Start the first ready stage of no length that the budget allows: it ends at once, its gate is next [R3]."""
        ripe, self.ripe = self.ripe, []
        for stage in ripe if self.env.now < self.horizon else ():
            if stage.phase == Phase.LINKED:
                self._make_ready(stage)
        for stage in self.milestones if self.env.now < self.horizon else ():
            if self._affordable(stage):
                self.milestones.remove(stage)
                self._start(stage)
                stage.due = self.env.now
                self._wake(stage)
                break
            self._hold(stage, BUDGET)
        if self.ended:
            self.announce(Turn.GATES)

    def _make_ready(self, stage: Stage) -> None:
        stage.phase = Phase.READY
        stage.ready = stage.held_since = self.env.now
        insort(self.milestones if stage.length == 0.0 else self.waiting, stage, key=BY_RANK)
        self.announce(Turn.ALLOCATION)

    def _allocate(self) -> None:
        """Give people to started stages, then to ready ones, each by rank; or to both in one list [R3, R4]."""
        if self.env.now >= self.horizon:
            return
        self.ledger.charge(self.env.now, self.started)
        free = [own + limit for own, limit in zip(self.ledger.own, self.network.contractor_limit, strict=True)]
        queue = self.started + self.waiting
        if self.plan.preemptive:
            queue.sort(key=BY_RANK)
        for stage in queue:
            speed = possible_speed(stage, free)
            if stage.phase == Phase.READY:
                hindrance = self._hindrance(stage, speed)
                if hindrance is not None:
                    self._hold(stage, hindrance)
                    continue
                self.waiting.remove(stage)
                self._start(stage)
            stage.speed = speed
            take_people(stage, free)
        factors = switching_factors(self.network, self.started)
        for stage in self.started:
            stage.factor = min((factors[team] for team in stage.teams), default=1.0)
            self._set_rate(stage, stage.speed * stage.factor)
        for number in self.touched.union(stage.initiative for stage in queue + self.milestones):
            self.ledger.explain(self.env.now, self.initiatives[number])
        self.touched.clear()

    # Parts of the allocation

    def _hindrance(self, stage: Stage, speed: float) -> int | None:
        """Why a ready stage cannot start at this speed, or None."""
        if not self.slots.has_room(stage):
            return LIMIT
        if speed < self.plan.start_threshold - SPEED_TOLERANCE:
            return TEAM
        return None if self._affordable(stage) else BUDGET

    def _affordable(self, stage: Stage) -> bool:
        return not self.plan.enforced or self.envelopes.fits(stage.category, stage.cost)

    def _start(self, stage: Stage) -> None:
        self._no_longer_held(stage, self.env.now)
        stage.phase = Phase.STARTED
        stage.start = self.env.now
        insort(self.started, stage, key=BY_RANK)
        self.slots.take(stage)
        if self.plan.enforced and stage.cost > 0.0:
            self.envelopes.commit(stage.category, stage.cost)
            self.log.committed(stage.index, stage.category, self.env.now, stage.cost)

    def _hold(self, stage: Stage, cause: int) -> None:
        if stage.cause != cause:
            self._no_longer_held(stage, self.env.now)
            stage.cause, stage.held_since = cause, self.env.now

    def _no_longer_held(self, stage: Stage, now: float) -> None:
        if stage.held_since < now:
            self.log.held(stage.index, stage.cause, stage.held_since, now)

    def _set_rate(self, stage: Stage, rate: float) -> None:
        """Change the rate, and with it the end; an unchanged rate leaves the end as it is."""
        if rate == stage.rate:
            return
        stage.remaining = stage.left(self.env.now)
        stage.rate = rate
        stage.due = float(snap(self.env.now + stage.remaining / rate)) if rate > 0.0 else inf
        self._wake(stage)

    def _wake(self, stage: Stage) -> None:
        assert stage.process is not None
        stage.process.interrupt(MOVED)


def _write(result: Delivery, trial: int, run: Run) -> None:
    """Copy what a run came to into the arrays."""
    for name in ("ready", "start", "end", "attempts", "succeeded"):
        getattr(result, name)[trial] = [getattr(stage, name) for stage in run.stages]
    result.done[trial] = [stage.done(run.horizon) for stage in run.stages]
    for name in ("launch", "finish", "waits"):
        table = getattr(result, name)
        table[trial] = np.reshape([getattr(initiative, name) for initiative in run.initiatives], table.shape[1:])
    result.status[trial] = [outcome.status for outcome in run.outcomes()]
    result.contractors[trial] = np.reshape(run.ledger.contractors, result.contractors.shape[1:])
    result.leeway[trial] = np.reshape(run.envelopes.leeway, result.leeway.shape[1:])
