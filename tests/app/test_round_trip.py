"""A portfolio written as a workbook or as CSV files is the same portfolio when it is read again."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exchange.csv_folder import write_csv_folder
from app.exchange.importing import import_file
from app.exchange.template import input_workbook
from models.decision import Decision, ForecastFigure
from models.initiative import Link
from models.portfolio import Portfolio
from models.scenario import Override, Scenario
from models.uncertainty import Quantity
from tests.any_portfolio import portfolios
from tests.libreoffice import convert
from tests.places import sample_portfolio
from tests.portfolios import example_portfolio

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
AWKWARD = (
    "", " ", "\t", "=1+1", "+1", "-1", "@x", "'=1", "''", "'x", "\x00\x08\x1f", "_x0041_x0042_", "_x0041\x08",
    "<r><t>x</t></r>", "a\r\nb\rc\n", "\ufffe\uffff", "0012", "1,200", "TRUE", "2027-03", "#DIV/0!", "x" * 32_767,
    "\U0001f600", "\xa0x\u2028", '"quoted", ; and\tmore',
)  # fmt: skip


def through_workbook(portfolio: Portfolio, path: Path) -> Portfolio | None:
    """The portfolio that is read from a workbook of ``portfolio``."""
    path.write_bytes(input_workbook(portfolio))
    imported = import_file(path)
    assert imported.errors == ()
    return imported.portfolio


def through_csv(portfolio: Portfolio, path: Path) -> Portfolio | None:
    """The portfolio that is read from CSV files of ``portfolio``."""
    write_csv_folder(path, portfolio)
    imported = import_file(path)
    assert imported.errors == ()
    return imported.portfolio


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("round_trip")


@pytest.mark.slow
@settings(max_examples=25)
@given(portfolio=portfolios(max_initiatives=2, max_stages=3))
def test_any_portfolio_survives_workbook_and_csv(portfolio: Portfolio, folder: Path) -> None:
    """Whatever the model can hold comes back equal, by both ways."""
    assert through_workbook(portfolio, folder / "any.xlsx") == portfolio
    assert through_csv(portfolio, folder / "any") == portfolio


@pytest.mark.slow
@settings(max_examples=40)
@given(name=TEXTS, note=TEXTS, metric=TEXTS, value=TEXTS | st.integers() | st.booleans() | st.none())
def test_any_text_and_override_survive(name: str, note: str, metric: str, value: object, folder: Path) -> None:
    """Free texts may hold anything but half characters; an override's value keeps its type."""
    portfolio = worded(name, note, metric, value)
    path = folder / "text.xlsx"
    path.write_bytes(input_workbook(portfolio))
    assert parts(import_file(path, portfolio).portfolio) == parts(portfolio)
    write_csv_folder(folder / "text", portfolio)
    assert parts(import_file(folder / "text", portfolio).portfolio) == parts(portfolio)


@pytest.mark.parametrize("text", AWKWARD, ids=lambda text: ascii(text[:20]))
def test_awkward_text_survives(text: str, folder: Path) -> None:
    """Texts that look like formulas, escapes, numbers, booleans or XML stay texts."""
    portfolio = worded(text, text, text[:100], text)
    path = folder / "awkward.xlsx"
    path.write_bytes(input_workbook(portfolio))
    assert parts(import_file(path, portfolio).portfolio) == parts(portfolio)
    write_csv_folder(folder / "awkward", portfolio)
    assert parts(import_file(folder / "awkward", portfolio).portfolio) == parts(portfolio)


@pytest.mark.parametrize("number", [0.1 + 0.2, 1 / 3, 5e-324, 123456789012345.67, -1e-7 / 3])
def test_numbers_keep_every_digit(number: float, folder: Path) -> None:
    """Spreadsheets keep 15 digits; a number that needs more is stored as its text."""
    base = example_portfolio()
    objective = msgspec.structs.replace(base.objectives[1], target=number)
    portfolio = msgspec.structs.replace(base, objectives=(objective,))
    assert through_workbook(portfolio, folder / "number.xlsx") == portfolio


def test_sample_survives_both_ways(folder: Path) -> None:
    """The sample portfolio, with its 250 stages, comes back equal."""
    sample = sample_portfolio()
    assert through_workbook(sample, folder / "sample.xlsx") == sample
    assert through_csv(sample, folder / "sample") == sample


def test_links_that_mean_nothing_or_none_survive(folder: Path) -> None:
    """No predecessors, the default, and a stage whose id is "none" are three different things."""
    base = example_portfolio()
    stages = list(base.initiatives[0].options[0].stages)
    stages[0] = msgspec.structs.replace(stages[0], id="none", after=())
    stages[1] = msgspec.structs.replace(
        stages[1], after=(Link(stage="none", lag=Quantity.parse("P10/50/90(0.5, 1, 2; low=0)")),)
    )
    stages[3] = msgspec.structs.replace(stages[3], after=None)
    option = msgspec.structs.replace(base.initiatives[0].options[0], stages=tuple(stages))
    first = msgspec.structs.replace(base.initiatives[0], options=(option, *base.initiatives[0].options[1:]))
    portfolio = msgspec.structs.replace(base, initiatives=(first, *base.initiatives[1:]))
    assert through_workbook(portfolio, folder / "none.xlsx") == portfolio
    assert through_csv(portfolio, folder / "none") == portfolio


def test_equal_portfolios_make_equal_files() -> None:
    """Nothing of the clock is in a workbook."""
    assert input_workbook(example_portfolio()) == input_workbook(example_portfolio())


@pytest.mark.slow
def test_survives_being_saved_by_libreoffice(tmp_path: Path) -> None:
    """Opened and saved by LibreOffice, a workbook still holds the same portfolio, awkward texts included."""
    cases = [example_portfolio(), sample_portfolio(), *drawn_portfolios(6)]
    paths = []
    for number, portfolio in enumerate(cases):
        paths.append(tmp_path / f"case{number}.xlsx")
        paths[-1].write_bytes(input_workbook(portfolio))
    paths.append(tmp_path / "text.xlsx")
    # LibreOffice itself mixes up texts that look like its own escapes, and breaks lines of over 16,000 characters.
    texts = [text for text in AWKWARD if not text.startswith("_x0041")]
    worded_all = worded("a\r\nb\rc", " ".join(texts)[:3_000], "\x85\u2028", "'")
    paths[-1].write_bytes(input_workbook(worded_all))
    saved = tmp_path / "saved"
    converted = convert(paths, "xlsx", saved)
    for path, portfolio in zip(converted, cases, strict=False):
        imported = import_file(path)
        assert imported.errors == ()
        assert imported.portfolio == portfolio
    assert parts(import_file(converted[-1], worded_all).portfolio) == parts(worded_all)


def worded(name: str, note: str, metric: str, value: object) -> Portfolio:
    """The example with these texts, and an override of this value that hits a text."""
    base = example_portfolio()
    decision = Decision(
        id="d",
        initiative="atlas",
        decided_on="2027-01-31",
        reason=note,
        figures=(ForecastFigure(metric=metric, p10=1, p50=2.5, p80=3, p90=4, outcome=-1e-9),) * 2,
    )
    scenario = Scenario(id="s", name=name, overrides=(Override(target="team:platform.note", value=value),) * 2)  # type: ignore[arg-type]
    return msgspec.structs.replace(
        base, name=name, description=note, decisions=(decision,), scenarios=(scenario, Scenario(id="t", name=note))
    )


def parts(portfolio: Portfolio | None) -> list[object]:
    """What ``worded`` has put in, with the type of the override's value."""
    assert portfolio is not None
    values = [override.value for scenario in portfolio.scenarios for override in scenario.overrides]
    return [portfolio, *map(type, values)]


def drawn_portfolios(count: int) -> list[Portfolio]:
    """A few random portfolios, the same in every run."""
    drawn: list[Portfolio] = []

    @settings(max_examples=count, database=None)
    @given(portfolios())
    def collect(portfolio: Portfolio) -> None:
        drawn.append(portfolio)

    collect()
    return drawn
