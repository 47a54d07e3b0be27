"""What a trial uses and where its time goes: effort, contractors and waiting, integrated between the events.

Reads the state of stages and initiatives and never changes it; the reference engine tells it before and after
every change.
"""

from __future__ import annotations

from collections.abc import Iterable

from simulation.delivery.state import Initiative, Network, Stage
from simulation.delivery.trace import Silent


class Ledger:
    """The running sums of one trial.

    Attributes
    ----------
    effort
        FTE-months by charge line and month.
    contractors
        FTE-months beyond own capacity by team and month.
    own
        Own productive people of each team in the current month.
    """

    def __init__(self, network: Network, log: Silent) -> None:
        plan = network.plan
        self.effort = [[0.0] * plan.months for _ in plan.line_team]
        self.contractors = [[0.0] * plan.months for _ in plan.team_ids]
        self.own = [0.0] * len(plan.team_ids)
        self._contractor_limit = network.contractor_limit
        self._log = log
        self._until = 0.0

    def charge(self, now: float, started: Iterable[Stage]) -> None:
        """Charge the people of all started stages from the last call to ``now``, at their present speeds."""
        since, months = self._until, now - self._until
        if months <= 0.0:
            return
        self._until = now
        month = int(since)
        used = [0.0] * len(self.own)
        for stage in started:
            if stage.speed <= 0.0:
                continue
            for need in stage.crew:
                fte = stage.speed * need.fte
                used[need.team] += fte
                self.effort[need.line][month] += fte * months
                self._log.worked(stage.index, need.team, since, now, fte)
        for team, limit in enumerate(self._contractor_limit):
            if limit > 0.0 and used[team] > self.own[team]:
                self.contractors[team][month] += (used[team] - self.own[team]) * months

    def explain(self, now: float, initiative: Initiative) -> None:
        """Book the initiative's time up to ``now`` where the causes of its waiting have changed."""
        delays = initiative.current_delays()
        if delays != initiative.delays:
            self.close(now, initiative)
            initiative.delays = delays

    def close(self, now: float, initiative: Initiative) -> None:
        """Book the initiative's time up to ``now``."""
        for cause, share in initiative.delays if now > initiative.since else ():
            initiative.waits[cause] += share * (now - initiative.since)
            self._log.waited(initiative.index, cause, initiative.since, now, share)
        initiative.since = now
