"""The results workbook written as a whole: every sheet in its place, then one atomic file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.exchange.files import write_file
from app.exchange.results.base_case import NAME as BASE_CASE
from app.exchange.results.base_case import write_base_case
from app.exchange.results.budget import write_budget
from app.exchange.results.calculus import rendered
from app.exchange.results.cash import write_cash
from app.exchange.results.checks import NAME as CHECKS
from app.exchange.results.checks import Tables, write_checks
from app.exchange.results.context import Context
from app.exchange.results.cover import NAME as COVER
from app.exchange.results.cover import write_cover
from app.exchange.results.delivery import write_delivery
from app.exchange.results.distribution import write_distribution, write_trials
from app.exchange.results.initiatives import write_initiatives
from app.exchange.results.model.build import Model, build_model
from app.exchange.results.model.cases import model_cases
from app.exchange.results.objectives import write_objectives
from app.exchange.results.people import write_people
from app.exchange.results.risks import write_risks
from app.exchange.results.scenarios import write_scenarios
from app.exchange.results.styles import Styles
from app.exchange.results.summary import write_summary
from app.exchange.results.value import write_value
from app.exchange.workbook import finished, new_workbook
from models.portfolio import Portfolio
from simulation.result import Result
from simulation.summary.shapes import Summary


def write_results(
    path: Path,
    portfolio: Portfolio,
    result: Result,
    summary: Summary,
    *,
    include_trials: bool = False,
    scenarios: Sequence[Result] = (),
) -> None:
    """Write a forecast as a workbook, replacing what was there as a whole.

    Parameters
    ----------
    portfolio
        The document that was forecast, without a scenario applied: the model offers all of its scenarios.
    include_trials
        Whether every trial's figures are written too.
    scenarios
        Other forecasts of the same portfolio to be shown beside this one.

    Raises
    ------
    FileRefused
        If the file cannot be written; one that was there is as it was.
    """
    write_file(path, results_workbook(portfolio, result, summary, include_trials=include_trials, scenarios=scenarios))


def results_workbook(
    portfolio: Portfolio,
    result: Result,
    summary: Summary,
    *,
    include_trials: bool = False,
    scenarios: Sequence[Result] = (),
) -> bytes:
    """The bytes of the workbook that ``write_results`` writes."""
    book, target = new_workbook()
    context = Context(book, Styles(book), portfolio, result, summary)
    cover = context.page(COVER, "")
    key_figures, value = write_summary(context), write_value(context)
    cash = write_cash(context)
    write_initiatives(context)
    write_delivery(context)
    write_people(context)
    budget = write_budget(context)
    write_objectives(context)
    write_risks(context)
    if scenarios:
        write_scenarios(context, scenarios)
    distribution = write_distribution(context)
    if include_trials:
        write_trials(context)
    base_page = context.page(
        BASE_CASE,
        "Base case: the live model by fiscal year",
        "Links to the model sheets; recalculates when an input is changed. Inflows positive, outflows negative.",
    )
    checks_page = context.page(
        CHECKS, "Checks", "Each check compares two figures; one master check says whether all hold."
    )
    model = build_model(book, context.styles, model_cases(portfolio, result))
    base_case = write_base_case(base_page, model, context.currency)
    master, internal = write_checks(
        checks_page, Tables(model, base_case, key_figures, value, cash, budget, distribution)
    )
    _name_cells(book, model)
    sheets = [sheet.get_name() for sheet in book.worksheets()]
    notes = [f"Not offered by the model: {reason}" for reason in model.cases.left_out]
    write_cover(cover, context, sheets, master, internal, notes)
    return finished(book, target)


def _name_cells(book: Any, model: Model) -> None:
    """Names for the inputs and outputs that people ask for most; formulas use only the scenario's."""
    inputs = model.inputs
    named = {
        "Discount_rate": inputs.quantity("settings.discount_rate"),
        "Tax_rate": inputs.quantity("settings.tax_rate"),
        "Wage_inflation": inputs.quantity("settings.wage_inflation"),
        "Base_case_NPV": model.portfolio.value,
        "Base_case_IRR": model.portfolio.rate,
    }
    for name, term in named.items():
        book.define_name(name, "=" + rendered(term.text, ""))
    book.define_name("Master_check", f"='{CHECKS}'!$B$7")
