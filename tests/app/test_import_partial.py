"""A partial import is a portfolio without errors: what needed a row that is gone is gone, too, and is listed."""

import csv
import io
from pathlib import Path

import pytest

from app.exchange.csv_folder import csv_files
from app.exchange.importing import import_file
from models.check import check
from tests.portfolios import example_portfolio


def folder_with(folder: Path, file: str, column: str, row: int, text: str) -> Path:
    """The example as CSV files, with one cell changed; rows of records are counted from 0."""
    for name, content in csv_files(example_portfolio()).items():
        (folder / name).write_bytes(content)
    lines = list(csv.reader(io.StringIO((folder / file).read_text("utf-8-sig"))))
    lines[1 + row][lines[0].index(column)] = text
    with (folder / file).open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(lines)
    return folder


@pytest.mark.parametrize(
    ("file", "row", "lost"),
    [("products.csv", 1, "initiatives.csv"), ("teams.csv", 0, "stages.csv"), ("initiatives.csv", 0, "objectives.csv")],
)
def test_what_names_a_record_whose_id_cannot_be_read_is_left_out(
    tmp_path: Path, file: str, row: int, lost: str
) -> None:
    """Where nothing is left out, what follows from the unreadable ID need not be told; here it says what is missing."""
    folder = folder_with(tmp_path, file, "ID", row, "-5 %")
    assert import_file(folder).portfolio is None
    found = import_file(folder, partial=True)
    assert lost in {problem.sheet for problem in found.errors}
    assert found.left_out > 1
    assert found.portfolio is not None
    assert not [issue for issue in check(found.portfolio) if issue.severity == "error"]
