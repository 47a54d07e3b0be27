"""A folder of CSV files, as any spreadsheet writes them, is as good as a workbook."""

import csv
from pathlib import Path

import pytest

from app.exchange.csv_folder import csv_files, write_csv_folder
from app.exchange.files import FileRefused
from app.exchange.importing import import_file
from tests.portfolios import example_portfolio, q

SETTINGS = "Setting;Value\nName;Small\nStart;Jan 2027\n"
TEAMS = "ID;Name;Headcount;Monthly rate\nplatform;Plattform;8;9.000,50\n"


def folder(path: Path, files: dict[str, bytes]) -> Path:
    """A folder with these files."""
    path.mkdir()
    for name, data in files.items():
        (path / name).write_bytes(data)
    return path


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace(";", "\t").encode("utf-16"),
        lambda text: text.replace(";", "\t").replace("\n", "\r\n").encode(),
        lambda text: "".join(
            f'"{line.replace(";", chr(34) + ";" + chr(34))}"\n' for line in text.splitlines()
        ).encode(),
    ],
    ids=["semicolons", "with mark", "UTF-16 with tabs", "tabs", "quoted"],
)
def test_separators_and_encodings(encode, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Semicolons come with decimal commas; the file says which separator it uses by its header."""
    files = {"Settings.csv": encode(SETTINGS), "teams.CSV": encode(TEAMS), "readme.csv": b"", ".hidden.csv": b"x"}
    imported = import_file(folder(tmp_path / "plan", files))
    assert imported.errors == ()
    assert imported.portfolio is not None
    assert imported.portfolio.settings.start == "2027-01"
    assert imported.portfolio.teams[0].monthly_rate == q(9000.5)


def test_places_are_named_by_file_row_and_column(tmp_path: Path) -> None:
    """Rows are counted as a spreadsheet shows them, although a text has several lines."""
    teams = 'ID,Name,Headcount\r\na,"two\r\nlines",3\r\nb,B,many\r\n'
    imported = import_file(folder(tmp_path / "plan", {"settings.csv": SETTINGS.encode(), "teams.csv": teams.encode()}))
    assert [problem.place for problem in imported.errors] == ["teams.csv!C3"]


def test_texts_never_become_formulas() -> None:
    """No cell of a file begins with a mark that a spreadsheet takes for a formula, except plain negative numbers."""
    portfolio = example_portfolio()
    for data in csv_files(portfolio).values():
        for line in csv.reader(data.decode("utf-8-sig").splitlines()):
            for cell in line:
                assert not cell.startswith(("=", "+", "@", "\t", "\r"))
                assert not cell.startswith("-") or float(cell) < 0


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    """Wrong encodings, wrong folders and single files each say what to do."""
    with pytest.raises(FileRefused, match="byte 2 is not UTF-8"):
        import_file(folder(tmp_path / "latin", {"settings.csv": "Né".encode("latin-1")}))
    with pytest.raises(FileRefused, match="no CSV file"):
        import_file(folder(tmp_path / "empty", {"a.txt": b""}))
    with pytest.raises(FileRefused, match="Name the folder"):
        import_file(tmp_path / "empty" / "stages.csv")
    with pytest.raises(FileRefused, match="cannot be read as CSV"):
        import_file(folder(tmp_path / "long", {"settings.csv": SETTINGS.encode() + b"x" * 200_000}))


def test_same_sheet_twice_is_refused(tmp_path: Path) -> None:
    """Two files for one sheet: nobody could say which one counts."""
    files = {"settings.csv": SETTINGS.encode(), "teams.csv": TEAMS.encode(), "TEAMS .csv": TEAMS.encode()}
    imported = import_file(folder(tmp_path / "plan", files))
    assert [str(problem) for problem in imported.errors] == [
        'teams.csv: it stands for the same records as "TEAMS .csv"; keep one of them'
    ]


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    """Our files take the place of older ones; what else is in the folder stays, and nothing is left behind."""
    target = folder(tmp_path / "plan", {"teams.csv": b"old", "mine.txt": b"mine"})
    write_csv_folder(target, example_portfolio())
    assert import_file(target).portfolio == example_portfolio()
    assert (target / "mine.txt").read_bytes() == b"mine"
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]


def test_a_file_in_the_way_and_a_missing_place_are_refused(tmp_path: Path) -> None:
    """The folder's name is a file's, or its place is not there."""
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(FileRefused, match="not a folder"):
        write_csv_folder(tmp_path / "file", example_portfolio())
    with pytest.raises(FileRefused, match="no folder can be made"):
        write_csv_folder(tmp_path / "nowhere" / "plan", example_portfolio())
    assert (tmp_path / "file").read_bytes() == b"mine"
