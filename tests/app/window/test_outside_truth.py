"""Outside truth on the screen: published cases opened as portfolios, read from what the Delivery page draws."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.pages.delivery.page import DeliveryPage
from app.state.outlook import Outlook
from models.portfolio import Portfolio
from tests.app.window.desks import desk_with, shown
from tests.app.window.runs import details_of
from tests.cases import case_path
from tests.networks import initiative, portfolio, q, stage
from tests.psplib import project, read_mpsplib, scheduled

WEEKS_PER_MONTH = 365.25 / 12 / 7


def page_of(case: Portfolio, trials: int, qtbot: QtBot) -> DeliveryPage:
    """The Delivery page with a forecast of a case."""
    return shown(DeliveryPage(desk_with(case, Outlook(full_is_in=True, details=details_of(case, trials)))), qtbot)


def ends(page: DeliveryPage) -> list[float]:
    """The median ends that the roadmap draws, in months from the start."""
    table = page.roadmap.roadmap.table()
    return [float(str(row[table.header.index("end P50")])) for row in table.rows]


def test_the_throughput_workbook(qtbot: QtBot) -> None:
    """A published forecast: 13, 19, 23 and 25 weeks at 5, 50, 85 and 95 %, within 1, on the curve of the launch."""
    case_path("throughput/throughput.json")
    work = stage("stories", 1)
    length = q("Throughput(backlog=Uniform(50, 58), split=Uniform(1, 2), weekly=Uniform(3, 6))")
    plan = portfolio([initiative("release", msgspec.structs.replace(work, duration=length))], [], months=24)
    page = page_of(plan, 2_000, qtbot)
    assert ends(page)[0] * WEEKS_PER_MONTH == pytest.approx(19, abs=1)
    months, chances = page.roadmap.why.odds.curve(0)
    weeks = np.interp([0.05, 0.5, 0.85, 0.95], chances, months) * WEEKS_PER_MONTH
    assert np.abs(weeks - [13, 19, 23, 25]).max() <= 1


@pytest.mark.parametrize(("name", "optimum"), [("mp_j30_a2_nr2", 58), ("mp_j30_a5_nr4", 72)])
def test_the_multi_project_instances(name: str, optimum: int, qtbot: QtBot) -> None:
    """A day of the case is a month here; the last of the drawn ends lies between the optimum and a quarter above it."""
    programme = read_mpsplib(case_path(f"mpsplib/{name}.json"))
    projects = [project(one, jobs, delay=programme.delays[one]) for one, jobs in programme.projects.items()]
    page = page_of(scheduled(projects, programme.resources, 120), 10, qtbot)
    assert optimum <= max(ends(page)) <= 1.25 * optimum
