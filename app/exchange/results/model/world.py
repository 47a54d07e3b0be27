"""What the parts of the model share: the workbook, its looks, the cases, the inputs and the clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.exchange.results.calculus import Line, Term
from app.exchange.results.model.cases import BenefitKey, Cases, OptionKey
from app.exchange.results.model.inputs import Inputs
from app.exchange.results.styles import Styles
from app.exchange.results.timeline import Clock, Timeline
from models.calendar import date_at, period_of_month


@dataclass
class World:
    """The model while it is built."""

    book: Any
    styles: Styles
    cases: Cases
    inputs: Inputs
    clock: Clock | None = None
    volumes: dict[OptionKey, list[Line]] = field(default_factory=dict)
    sales: dict[OptionKey, list[Line]] = field(default_factory=dict)
    sales_by_age: dict[OptionKey, list[Line]] = field(default_factory=dict)
    timing: dict[OptionKey, OptionTiming] = field(default_factory=dict)

    @property
    def now(self) -> Term:
        """Where the formula's month begins, in months from the start."""
        assert self.clock is not None
        return self.clock.begins

    def sheet(self, name: str, title: str, note: str) -> Timeline:
        """A new sheet of months with its header; the first one keeps the time for all."""
        settings, months = self.cases.portfolio.settings, self.cases.months
        made = Timeline(self.book, self.styles, name, months, title=title, note=note)
        dates = [date_at(settings.start, month) for month in range(months)]
        years = tuple(period_of_month(settings, month) for month in range(months))
        clock = made.clock(self.clock, dates, years)
        if self.clock is None:
            self.clock = clock
        made.sheet.write_string(2, 0, "Scenario:", self.styles.unit)
        made.formula(2, 1, self.inputs.shown_name, "general", bold=True)
        return made

    def clock_on(self, sheet: Timeline) -> Clock:
        """The clock as it stands on a sheet, so that its formulas stay on the sheet."""
        assert self.clock is not None
        return sheet.own_clock or self.clock

    def initiative(self, number: int) -> str:
        """The name of an initiative."""
        return self.cases.portfolio.initiatives[number].name

    def benefit_words(self, key: BenefitKey) -> str:
        """How a benefit is called."""
        for option in self.cases.portfolio.initiatives[key.owner.initiative].options:
            for benefit in option.benefits:
                if benefit.id == key.benefit and benefit.name:
                    return benefit.name
        return key.benefit


@dataclass(frozen=True)
class OptionTiming:
    """When an option is launched, begun and left, as cells of the Inputs sheet."""

    launch: Term
    begun: Term
    exit_after: Term
