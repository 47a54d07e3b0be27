"""``foliocast import``, ``export`` and ``template``: portfolios from and to workbooks and folders of CSV files."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Final

from app.commands.check import load_or_list
from app.commands.outcome import REFUSED, Ended, UsageRefused
from app.exchange.csv_folder import write_csv_folder
from app.exchange.files import SUFFIX, FileRefused, require_writable, save_portfolio, write_file
from app.exchange.importing import Imported, import_file
from app.exchange.preview import Preview, apply
from app.exchange.problems import Problem
from app.exchange.template import input_workbook
from app.exchange.writing_inputs import NotWritable
from app.terminal import Table, complain_of, print_table, print_text
from app.wording import count, them
from models.codec import decode
from models.issue import Issue
from models.portfolio import Portfolio

WORKBOOK: Final = ".xlsx"
_SAMPLE: Final = f"software-company{SUFFIX}"
_MOST_CHANGES: Final = 200
_MOST_PROBLEMS: Final = 500
_OTHER_WORKBOOKS: Final = (".xls", ".xlsm", ".xlsb", ".xltx", ".ods")


def write_template(out: Path, *, sample: bool, replace: bool) -> None:
    """Write the workbook to be filled in; with the sample portfolio in it if wanted.

    Raises
    ------
    UsageRefused
        If ``out`` is not to be a workbook.
    FileRefused
        If there is a file already and it is not to be replaced, or none can be written.
    """
    if out.suffix.lower() != WORKBOOK:
        raise UsageRefused(f"the template is a workbook; name a file that ends in {WORKBOOK}, not {out.name}")
    _require_free(out, replace)
    portfolio = None
    if sample:
        portfolio = decode(resources.files("resources").joinpath("samples", _SAMPLE).read_bytes())
    write_file(out, input_workbook(portfolio))
    print_text(f"wrote {out}")


def export_portfolio(file: Path, out: Path, *, replace: bool) -> None:
    """Write a portfolio as a workbook, a folder of CSV files or a portfolio file, as the name of ``out`` says.

    Raises
    ------
    FileRefused
        If the portfolio cannot be read, or nothing can be written.
    UsageRefused
        If ``out`` is of another kind.
    Ended
        If the file holds a portfolio with fields that do not fit.
    """
    suffix = out.suffix.lower()
    is_folder = out.is_dir() or not suffix
    if not is_folder and suffix not in (WORKBOOK, SUFFIX):
        raise UsageRefused(f"{out.name} is no known kind of file; name one that ends in {_KINDS}")
    portfolio = load_or_list(file)
    if is_folder:
        _require_empty(out, replace)
    else:
        _require_free(out, replace)
    try:
        _write(out, portfolio, is_folder)
    except NotWritable as error:
        raise FileRefused(file, str(error), "Then export it again", "Nothing was written.") from error
    print_text(f"wrote {out}")


_KINDS: Final = f"{WORKBOOK} or {SUFFIX}, or a folder for CSV files"


def import_into(
    file: Path, out: Path, *, onto: Path | None, partial: bool, remove_missing: bool, dry_run: bool, replace: bool
) -> None:
    """Read a workbook or a folder of CSV files and write the portfolio, after every problem has been listed.

    Raises
    ------
    FileRefused
        If a file cannot be read or written.
    UsageRefused
        If options do not go together, or ``out`` is no portfolio file.
    Ended
        If the data are refused.
    """
    if remove_missing and onto is None:
        raise UsageRefused("--remove-missing takes out records of an existing portfolio; name it with --onto")
    if out.suffix.lower() in (WORKBOOK, ".csv", *_OTHER_WORKBOOKS):
        raise UsageRefused(f"an import writes a portfolio; name a file that ends in {SUFFIX}, not {out.name}")
    base = load_or_list(onto) if onto is not None else None
    if not dry_run:
        _require_free(out, replace or (onto is not None and _is_same(out, onto)))
        require_writable(out)
    imported = import_file(file, base, partial=partial, remove_missing=remove_missing)
    _complain(file, imported.problems)
    if imported.portfolio is None or imported.preview is None:
        _refuse(file, imported, partial=partial)
        return
    if base is not None:
        _show(imported.preview)
    if not dry_run:
        save_portfolio(out, apply(imported.preview))
    print_text(_summary(file, out, imported, dry_run=dry_run))


def _complain(file: Path, problems: Sequence[Problem]) -> None:
    """List the problems; of very many the first, errors before warnings."""
    whole = "folder" if file.is_dir() else "workbook"
    shown = list(problems)
    if len(shown) > _MOST_PROBLEMS:
        shown.sort(key=lambda one: one.severity != "error")
    issues = [Issue(one.place or whole, "", one.message, one.severity) for one in shown[:_MOST_PROBLEMS]]
    rest = len(shown) - _MOST_PROBLEMS
    if rest > 0:
        worst = shown[_MOST_PROBLEMS].severity
        issues.append(Issue(whole, "", f"and {count(rest, 'more problem')}", worst))
    complain_of(file, issues)


def _refuse(file: Path, imported: Imported, *, partial: bool) -> None:
    hint = "" if partial or not any(one.row for one in imported.errors) else "; --partial takes the good rows"
    wrong = count(len(imported.errors), "error")
    print_text(f"{file}: {wrong}; nothing was written. Mend {them(imported.errors)} and import again{hint}")
    raise Ended(REFUSED)


def _summary(file: Path, out: Path, imported: Imported, *, dry_run: bool) -> str:
    taken = imported.rows - imported.left_out
    rows = f"{count(taken, 'row')} read" + (
        f", {count(imported.left_out, 'row')} left out" if imported.left_out else ""
    )
    return f"{file}: {rows}; " + ("nothing was written" if dry_run else f"wrote {out}")


def _show(preview: Preview) -> None:
    """List what an import changes."""
    if preview.changes_nothing:
        print_text("no changes")
        return
    lines = [("added", f"{kind} {key}", "", "", "") for kind, key in preview.added]
    lines += [("changed", f"{one.kind} {one.id}".strip(), one.field, one.old, one.new) for one in preview.changed]
    lines += [("removed", f"{kind} {key}", "", "", "") for kind, key in preview.removed]
    rest = len(lines) - _MOST_CHANGES
    note = f"and {rest:,} more" if rest > 0 else ""
    columns = ("Change", "Record", "Field", "Before", "After")
    print_table(Table("Changes", columns, lines[:_MOST_CHANGES], texts=5, note=note))


def _write(out: Path, portfolio: Portfolio, is_folder: bool) -> None:
    if is_folder:
        write_csv_folder(out, portfolio)
    elif out.suffix.lower() == WORKBOOK:
        write_file(out, input_workbook(portfolio))
    else:
        save_portfolio(out, portfolio)


def _require_free(out: Path, replace: bool) -> None:
    if out.is_file() and not replace:
        remedy = "Choose another name, or add --force to replace it"
        raise FileRefused(out, "there is such a file already", remedy, "It is unchanged.")


def _require_empty(out: Path, replace: bool) -> None:
    if out.is_dir() and any(out.glob("*.csv")) and not replace:
        remedy = "Choose another folder, or add --force to replace them"
        raise FileRefused(out, "there are CSV files in it already", remedy, "They are unchanged.")


def _is_same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)
