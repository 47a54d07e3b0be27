"""The commands ``template``, ``export`` and ``import``: what they write, say and end with."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner, Result

from app.cli import app
from app.exchange.files import load_portfolio, save_portfolio
from tests.app.workbooks import SMALL, workbook
from tests.portfolios import example_portfolio


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """The command line, called in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(app, list(words), catch_exceptions=False)


def test_template_sample_round_trip(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """The sample's workbook imports as the sample, is exported as CSV, and that imports as the same file."""
    assert run("template", "plan.xlsx", "--sample").exit_code == 0
    assert run("import", "plan.xlsx", "a.foliocast").exit_code == 0
    assert run("export", "a.foliocast", "csv").exit_code == 0
    assert run("import", "csv", "b.foliocast").exit_code == 0
    assert run("export", "b.foliocast", "c.foliocast").exit_code == 0
    assert (tmp_path / "a.foliocast").read_bytes() == (tmp_path / "c.foliocast").read_bytes()
    assert run("sample", "s.foliocast").exit_code == 0
    assert load_portfolio(tmp_path / "s.foliocast") == load_portfolio(tmp_path / "a.foliocast")


def test_empty_template_says_what_is_missing(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """The only thing that must be filled in is the start."""
    run("template", "plan.xlsx")
    ended: Result = run("import", "plan.xlsx", "plan.foliocast")
    assert ended.exit_code == 3
    assert ended.stderr == "error: plan.xlsx: Settings!B6: it is empty; write a month such as 2027-03\n"
    assert not (tmp_path / "plan.foliocast").exists()


def test_a_foreign_workbook_leads_to_the_command(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Who types commands is told of the command that makes a template, not of a menu."""
    Workbook().save(tmp_path / "foreign.xlsx")
    ended: Result = run("import", "foreign.xlsx", "plan.foliocast")
    assert ended.exit_code == 3
    assert "from `foliocast template`" in ended.stderr
    assert "File >" not in ended.stderr


def test_refused_data_and_the_good_rows(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """All problems on standard error and exit code 3; with --partial the rest is written."""
    sheets = SMALL | {"Products": [["ID", "Name", "Growth"], ["a", "A", "fast"], ["b", "B", 0.1]]}
    workbook(tmp_path / "plan.xlsx", sheets)
    ended: Result = run("import", "plan.xlsx", "plan.foliocast")
    assert ended.exit_code == 3
    assert "error: plan.xlsx: Products!C2:" in ended.stderr
    assert "1 error; nothing was written. Mend it and import again; --partial takes the good rows" in ended.stdout
    ended = run("import", "plan.xlsx", "plan.foliocast", "--partial")
    assert ended.exit_code == 0
    assert "1 row left out" in ended.stdout
    assert [product.id for product in load_portfolio(tmp_path / "plan.foliocast").products] == ["b"]


def test_onto_shows_changes_and_dry_run_writes_nothing(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """The preview is a table of added, changed and removed records; the file below may be the one that is written."""
    save_portfolio(tmp_path / "plan.foliocast", example_portfolio())
    before = (tmp_path / "plan.foliocast").read_bytes()
    rows = {"Products": [["ID", "Name"], ["suite", "Suite 2"], ["new", "New"]]}
    workbook(tmp_path / "more.xlsx", rows)
    ended: Result = run("import", "more.xlsx", "plan.foliocast", "--onto", "plan.foliocast", "--dry-run")
    assert ended.exit_code == 0
    assert "added    product new" in ended.stdout
    assert "nothing was written" in ended.stdout
    assert (tmp_path / "plan.foliocast").read_bytes() == before
    assert run("import", "more.xlsx", "plan.foliocast", "--onto", "plan.foliocast").exit_code == 0
    products = load_portfolio(tmp_path / "plan.foliocast").products
    assert [product.name for product in products] == ["Suite 2", "Cloud", "New"]
    again: Result = run("import", "more.xlsx", "plan.foliocast", "--onto", "plan.foliocast")
    assert "no changes" in again.stdout


def test_nothing_is_replaced_unasked(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A file that is there stays, unless --force says otherwise."""
    (tmp_path / "x.xlsx").write_bytes(b"mine")
    ended: Result = run("template", "x.xlsx")
    assert ended.exit_code == 3
    assert "add --force" in ended.stderr
    assert (tmp_path / "x.xlsx").read_bytes() == b"mine"
    assert run("template", "x.xlsx", "--force").exit_code == 0
    save_portfolio(tmp_path / "p.foliocast", example_portfolio())
    assert run("export", "p.foliocast", "x.xlsx").exit_code == 3
    assert run("export", "p.foliocast", "csv").exit_code == 0
    assert run("export", "p.foliocast", "csv").exit_code == 3
    assert run("export", "p.foliocast", "csv", "--force").exit_code == 0
    assert run("import", "x.xlsx", "p.foliocast").exit_code == 3


@pytest.mark.parametrize(
    "words",
    [
        ("template", "plan.csv"),
        ("export", "p.foliocast", "plan.pdf"),
        ("import", "x.xlsx", "plan.xlsx"),
        ("import", "x.xlsx", "p2.foliocast", "--remove-missing"),
    ],
)
def test_wrong_usage(words: tuple[str, ...], run) -> None:  # type: ignore[no-untyped-def]
    """Names and options that do not go together end with 2."""
    assert run(*words).exit_code == 2


def test_files_that_cannot_be_read(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A refused file ends with 3 and one line."""
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04")
    for name in ("nowhere.xlsx", "broken.xlsx"):
        ended: Result = run("import", name, "plan.foliocast")
        assert ended.exit_code == 3
        assert ended.stderr.startswith(f"error: {name}: ")
        assert ended.stderr.count("\n") == 1
