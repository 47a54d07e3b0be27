"""Textbook networks: General Foundry (Render, Stair & Hanna) and Reliable Construction (Hillier & Lieberman)."""

import json

import pytest

from simulation.delivery.contract import Engine
from tests.cases import case_path
from tests.engines import ENGINES
from tests.networks import compiled_inputs, portfolio, spans
from tests.psplib import Job, project, windows

CASES = {"cpm-general-foundry-001": 15, "cpm-reliable-construction-006": 44}
"""Published durations in weeks; a month stands for a week."""


def published(name: str) -> tuple[dict[str, Job], dict[str, object]]:
    """The activities of a case and what is expected of it."""
    found = json.loads(case_path("networks/pmcontrols_validation_cases.json").read_text())
    case = next(case for case in found["cases"] if case["id"] == name)
    jobs = {a["id"]: Job(a["duration"], tuple(a["predecessors"]), {}) for a in case["inputs"]["activities"]}
    return jobs, case["expected"]


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
@pytest.mark.parametrize("name", CASES)
def test_early_schedule(engine: Engine, name: str) -> None:
    """Every activity starts and ends at its published early times, the last at the project's duration."""
    jobs, expected = published(name)
    plan, work = compiled_inputs(portfolio([project("x", jobs)], months=60))
    delivery = engine(plan, work)
    assert expected["project_duration"] == CASES[name] == delivery.finish[0, 0]
    assert spans(plan, delivery) == {job: (row["es"], row["ef"]) for job, row in expected["schedule"].items()}


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
@pytest.mark.parametrize("name", CASES)
def test_critical_activities(engine: Engine, name: str) -> None:
    """An activity is critical where a week more of it is a week more of the project, as published."""
    jobs, expected = published(name)
    plan, work = compiled_inputs(portfolio([project("x", jobs)], months=60))
    critical = []
    for number, job in enumerate(plan.stage_ids):
        work.duration[0, number] += 1
        if engine(plan, work).finish[0, 0] == CASES[name] + 1:
            critical.append(job)
        work.duration[0, number] -= 1
    assert sorted(critical) == expected["critical_path"] == sorted(windows(jobs).critical)
