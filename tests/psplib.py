"""Outside scheduling instances as portfolios: projects are initiatives, jobs are stages, resources are teams.

A project's stages stand in the order of their latest finish times, which ranks them: earlier ones go first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.initiative import Initiative
from models.portfolio import Portfolio
from simulation.delivery.contract import Delivery, DeliveryPlan
from tests.networks import initiative, portfolio, q, stage, team


@dataclass(frozen=True)
class Job:
    """A job of a project."""

    length: float
    after: tuple[str, ...]
    needs: Mapping[str, float]


@dataclass(frozen=True)
class Windows:
    """Earliest and latest starts of the jobs of a project without scarce resources, and its length."""

    length: float
    earliest: dict[str, float]
    latest: dict[str, float]

    @property
    def critical(self) -> list[str]:
        """The jobs without slack."""
        return [name for name, start in self.earliest.items() if self.latest[name] - start < 1e-9]


def windows(jobs: Mapping[str, Job]) -> Windows:
    """The critical path method: a forward and a backward pass."""
    earliest: dict[str, float] = {}
    while len(earliest) < len(jobs):
        for name, job in jobs.items():
            if name not in earliest and all(before in earliest for before in job.after):
                earliest[name] = max((earliest[before] + jobs[before].length for before in job.after), default=0.0)
    length = max(earliest[name] + job.length for name, job in jobs.items())
    finish = dict.fromkeys(jobs, length)
    for name in reversed(earliest):
        for before in jobs[name].after:
            finish[before] = min(finish[before], finish[name] - jobs[name].length)
    return Windows(length, earliest, {name: finish[name] - job.length for name, job in jobs.items()})


def project(name: str, jobs: Mapping[str, Job], *, delay: float = 0.0) -> Initiative:
    """A project as an initiative, its stages by latest finish time, then by earliest start."""
    path = windows(jobs)
    order = sorted(jobs, key=lambda job: (path.latest[job] + jobs[job].length, path.earliest[job]))
    stages = (stage(job, jobs[job].length, jobs[job].needs, after=jobs[job].after) for job in order)
    return initiative(name, *stages, start_delay=q(delay))


def scheduled(projects: list[Initiative], resources: Mapping[str, float], months: int) -> Portfolio:
    """Projects on resources that serve a job fully or not at all."""
    teams = [team(name, amount) for name, amount in resources.items()]
    return portfolio(projects, teams, months=months, start_threshold=1.0)


def makespan(delivery: Delivery) -> float:
    """The last end of a trial in which everything succeeded."""
    assert delivery.succeeded.all()
    return float(delivery.end.max())


def overload(plan: DeliveryPlan, delivery: Delivery, resources: Mapping[str, float]) -> float:
    """How far any resource is used above its amount at any time; recomputed from starts and ends alone."""
    worst = 0.0
    stage_of_need = np.repeat(np.arange(len(plan.stage_ids)), np.diff(plan.crew_ptr))
    start, end = delivery.start[0, stage_of_need], delivery.end[0, stage_of_need]
    for number, name in enumerate(plan.team_ids):
        own = plan.crew_team == number
        for instant in np.unique(start[own]):
            used = plan.crew_fte[own & (start <= instant) & (instant < end)].sum()
            worst = max(worst, float(used) - resources[name])
    return worst


def read_psplib(path: Path) -> tuple[dict[str, Job], dict[str, float]]:
    """Jobs and resources of a single-mode PSPLIB file."""
    lines = [line.split() for line in path.read_text().splitlines()]
    headings = {line[0]: number for number, line in enumerate(lines) if line}
    after: dict[str, list[str]] = {}
    for row in _table(lines, headings["PRECEDENCE"] + 2):
        for successor in row[3:]:
            after.setdefault(successor, []).append(row[0])
    amounts = lines[headings["RESOURCEAVAILABILITIES:"] + 2]
    names = [f"R{number}" for number in range(1, len(amounts) + 1)]
    jobs = {}
    for row in _table(lines, headings["REQUESTS/DURATIONS:"] + 3):
        needs = {name: float(amount) for name, amount in zip(names, row[3:], strict=True) if amount != "0"}
        jobs[f"j{row[0]}"] = Job(float(row[2]), tuple(f"j{before}" for before in after.get(row[0], ())), needs)
    return jobs, {name: float(amount) for name, amount in zip(names, amounts, strict=True)}


def _table(lines: list[list[str]], first: int) -> list[list[str]]:
    rows = []
    for line in lines[first:]:
        if line[0].startswith("*"):
            break
        rows.append(line)
    return rows


@dataclass(frozen=True)
class Programme:
    """Several projects with their starts, on common resources, and what is known of them."""

    projects: dict[str, dict[str, Job]]
    delays: dict[str, float]
    resources: dict[str, float]
    critical_path: int
    optimum: int


def read_mpsplib(path: Path) -> Programme:
    """A multi-project instance; the first project's first task has no length, so lags on it are delays of projects."""
    found = json.loads(path.read_text())
    projects: dict[str, dict[str, Job]] = {}
    delays: dict[str, float] = {}
    for task in found["tasks"]:
        name = task["id"].partition("-")[0]
        own = [before for before in task["predecessors"] if before["id"].partition("-")[0] == name]
        delays.setdefault(name, sum(before["lag_days"] for before in task["predecessors"] if before not in own))
        needs = {_plain(resource): float(amount) for resource, amount in task["requires"].items()}
        job = Job(float(task["duration_days"]), tuple(_plain(before["id"]) for before in own), needs)
        projects.setdefault(name, {})[_plain(task["id"])] = job
    expected = found["expected"]
    resources = {_plain(name): float(amount) for name, amount in found["resources"].items()}
    return Programme(projects, delays, resources, expected["unconstrained_cpm_makespan"], expected["cpsat_best"])


def _plain(name: str) -> str:
    return name.replace(" ", "")
