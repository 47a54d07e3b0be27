"""Capital budgeting cases from outside reach their published results."""

from __future__ import annotations

import csv
import itertools
import json
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from simulation.arrays import FloatArray
from simulation.decide.optimise.priority import PriorityList, World, prioritise
from simulation.decide.optimise.selection import Selection, solve
from tests.cases import case_path

WEING = {"weing1": 141278, "weing2": 130883, "weing3": 95677, "weing4": 119337}
"""Optima published with the instances (Weingartner & Ness 1967)."""


@pytest.mark.parametrize("number", range(4))
def test_knapsacks_of_petersen(number: int) -> None:
    """Problems 1 to 4 of mknap1: 6 to 20 items under 10 limits."""
    problem = json.loads(case_path("knapsack/mknap1.json").read_text())[number]
    value, use = np.array(problem["profit"]), np.array(problem["weights"])
    found = solve(Selection(np.arange(len(value)), value, use, np.array(problem["capacity"])))
    assert found is not None
    assert found.proven
    assert found.objective == pytest.approx(problem["optimum"])


@pytest.mark.parametrize(("name", "optimum"), WEING.items())
def test_knapsacks_of_weingartner(name: str, optimum: float) -> None:
    """28 projects under two yearly budgets."""
    words = case_path(f"knapsack/weing/{name}.dat").read_text().split()
    items, limits = int(words[0]), int(words[1])
    numbers = np.array([float(word) for word in words[2:]])
    by_file = numbers[1:] if numbers[0] == optimum else numbers  # the optimum stands in the first line
    value, rest = by_file[:items], by_file[items:]
    use, capacity = rest[: limits * items].reshape(limits, items), rest[limits * items :][:limits]
    found = solve(Selection(np.arange(items), value, use, capacity))
    assert found is not None
    assert found.objective == pytest.approx(optimum)


@dataclass
class Case:
    """A capital budgeting case and its published results."""

    value: FloatArray  # (I,)
    cost: FloatArray  # (periods, I)
    capital: FloatArray  # (periods,)
    units: list[int]  # most units of each item
    must: tuple[int, ...]
    worlds: tuple[World, ...]
    gold: list[dict[str, str]]


def numbers(element: ET.Element | None) -> FloatArray:
    text = "" if element is None or element.text is None else element.text
    return np.array([float(word) for word in text.replace(",", " ").split()])


def read_case(name: str) -> Case:
    """A case of the folder; worlds are all pairs of a capital and a set of values."""
    folder = case_path("capital_budgeting/logos_skp")
    root = ET.parse(folder / f"{name}.xml").getroot()
    names = (root.findtext("Sets/investments") or "").replace(",", " ").split()
    value, capital = (
        numbers(root.find("Parameters/net_present_values")),
        numbers(root.find("Parameters/available_capitals")),
    )
    cost = numbers(root.find("Parameters/costs")).reshape(len(names), len(capital)).T
    units = numbers(root.find("Settings/upperBounds")).astype(int).tolist() or [1] * len(names)
    mandatory = (root.findtext("Settings/mandatory") or "").replace(",", " ").split()
    capitals = uncertain(root, "available_capitals", capital)
    values = uncertain(root, "net_present_values", value)
    worlds = tuple(World(p * q, v, c) for (p, c), (q, v) in itertools.product(capitals, values))
    must = tuple(names.index(one) for one in mandatory)
    return Case(value, cost, capital, units, must, worlds, read_gold(folder / "gold" / f"{name}.csv"))


def uncertain(root: ET.Element, name: str, certain: FloatArray) -> list[tuple[float, FloatArray]]:
    """Each possible vector of a parameter with its probability."""
    element = root.find(f"Uncertainties/{name}")
    if element is None:
        return [(1.0, certain)]
    odds = numbers(element.find("probabilities"))
    return list(zip(odds.tolist(), numbers(element.find("scenarios")).reshape(len(odds), -1), strict=True))


def read_gold(file: Path) -> list[dict[str, str]]:
    with file.open(newline="") as text:
        return list(csv.DictReader(text))


@pytest.mark.parametrize("name", ["test_skp", "test_noIndex", "test_dkp", "test_bkp"])
def test_capital_budgets(name: str) -> None:
    """One or several budget years; where several units of an item may be taken, each number is an alternative."""
    case = read_case(name)
    (gold,) = case.gold
    pairs = [(item, taken) for item, most in enumerate(case.units) for taken in range(1, most + 1)]
    item, taken = (np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True))
    found = solve(Selection(item, case.value[item] * taken, case.cost[:, item] * taken, case.capital))
    assert found is not None
    assert found.proven
    assert found.objective == pytest.approx(float(gold["MaxNPV"]), abs=1e-3)
    counts = np.zeros(len(case.value))
    for alternative in found.chosen:
        counts[item[alternative]] = taken[alternative]
    published = np.array([float(gold[str(number + 1)]) for number in range(len(counts))])
    if not np.array_equal(counts, published):  # several choices may be the best
        assert float(case.value @ published) == pytest.approx(found.objective, abs=1e-3)


def prioritised(case: Case) -> PriorityList:
    count = len(case.value)
    found = prioritise(Selection(np.arange(count), case.value, case.cost, case.capital, must=case.must), case.worlds)
    assert found is not None
    assert found.proven
    return found


@pytest.mark.parametrize("name", ["test_skp_scenarios", "test_bkp_scenarios", "test_variation", "test_multi_variation"])
def test_one_list_for_uncertain_capital(name: str) -> None:
    """Nested sets under uncertain capital; the published lists take at most one unit of an item, whatever its bound."""
    case = read_case(name)
    found = prioritised(case)
    gold = sum(float(row["ProbabilityWeight"]) * float(row["MaxNPV"]) for row in case.gold)
    assert found.expected == pytest.approx(gold, abs=1e-3)
    assert len(case.gold) == len(case.worlds)
    for world, row in enumerate(case.gold):
        number = int(row["ScenarioName"].removeprefix("scenario_")) - 1
        assert case.worlds[number].probability == pytest.approx(float(row["ProbabilityWeight"])), world
        assert found.value[number] == pytest.approx(float(row["MaxNPV"]), abs=1e-3)


def test_constraints_from_elsewhere() -> None:
    """Its constraints are code in files that the case does not hold: its result breaks those that it does hold."""
    case = read_case("test_skp_external_constraint")
    (gold,) = case.gold
    chosen = [number for number in range(len(case.value)) if float(gold[str(number + 1)]) > 0]
    spent = float(case.cost[0, chosen].sum())
    assert spent > case.capital[0]  # 16 of 15: no choice within what the case holds can be its result
