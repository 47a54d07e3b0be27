"""Published cases entered through the template: what comes out of the forecast is what was published."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.exchange.importing import import_file
from simulation.run import base_case
from tests.app.workbooks import filled_template
from tests.cases import case_path

RATE = 0.05


def end_of_year(amount: float) -> float:
    """A year's worth of equal month-end payments that are worth ``amount`` at the end of the year.

    The case pays once a year, the model every month: the twelve payments are those of a sinking fund.
    """
    monthly_rate = (1 + RATE) ** (1 / 12) - 1
    return amount * 12 * monthly_rate / RATE


def at_the_start(amount: float) -> float:
    """What has to be paid at the end of the first month to be worth ``amount`` at its beginning."""
    return amount * (1 + RATE) ** (1 / 12)


@pytest.mark.parametrize("years", [3, 5])
@pytest.mark.parametrize("option", ["own", "service"])
def test_own_versus_service_gives_its_published_values(option: str, years: int, tmp_path: Path) -> None:
    """Owning costs 160,000 at once and 96,000 a year, the service 144,000 a year; both earn 180,000 a year at 5 %."""
    case = json.loads(case_path("decisions/decisions.json").read_text())["own_versus_service"]
    flows = case["flows"][option]

    def fill(book: Workbook) -> None:
        settings = {book["Settings"].cell(row, 1).value: book["Settings"].cell(row, 2) for row in range(4, 30)}
        settings["Name"].value = "Own or service"
        settings["Start"].value = "2027-01"
        settings["Horizon months"].value = 12 * years
        settings["Discount rate"].value = case["rate"]
        add(book, "Initiatives", {"ID": "system", "Name": "System", "Selected": option})
        add(
            book,
            "Options",
            {
                "ID": option,
                "Initiative": "system",
                "Kind": "build" if option == "own" else "buy",
                "Up front cost": at_the_start(-flows["t0"]),
                "Recurring cost": end_of_year(flows["outflow"]) / 12,
            },
        )
        add(book, "Stages", {"ID": f"{option}-go", "Option": option, "Duration": 0})
        amounts = "; ".join(repr(end_of_year(flows["inflow"])) for _ in range(years))
        add(book, "Benefits", {"ID": f"{option}-use", "Option": option, "Curve": "table", "Amounts": amounts})

    imported = import_file(filled_template(tmp_path / "case.xlsx", fill))
    assert imported.errors == ()
    assert imported.portfolio is not None
    value = base_case(imported.portfolio).figures.value[0]
    assert value == pytest.approx(case["expected"][f"{option}_{years}y"]["NPV"], rel=1e-9)


def add(book: Workbook, sheet: str, cells: dict[str, object]) -> None:
    """Fill in the first free row of a sheet of the template."""
    columns = {book[sheet].cell(3, number).value: number for number in range(1, book[sheet].max_column + 1)}
    for header, value in cells.items():
        book[sheet].cell(4, columns[header], value)
