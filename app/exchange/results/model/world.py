"""What the parts of the model share: the workbook, its looks, the cases, the inputs and the clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.exchange.results.calculus import Line, Term
from app.exchange.results.model.cases import BenefitKey, Cases, OptionKey, StageKey
from app.exchange.results.model.inputs import Inputs
from app.exchange.results.styles import Styles
from app.exchange.results.timeline import Clock, Timeline
from models.calendar import date_at, period_of_month


@dataclass(frozen=True)
class OptionTiming:
    """When an option is launched, begun and left, as cells of the Inputs sheet; 9999 is never."""

    launch: Term
    begun: Term
    exit_after: Term


@dataclass
class World:
    """The model while it is built; what one sheet makes and another needs is kept by option."""

    book: Any
    styles: Styles
    cases: Cases
    inputs: Inputs
    master: Clock | None = None
    timing: dict[OptionKey, OptionTiming] = field(default_factory=dict)
    volumes: dict[OptionKey, list[Line]] = field(default_factory=dict)
    sales: dict[OptionKey, list[Line]] = field(default_factory=dict)
    sales_by_age: dict[OptionKey, list[Line]] = field(default_factory=dict)

    def sheet(self, name: str, title: str, note: str) -> Timeline:
        """A new sheet of months with its header; the first one keeps the time for all."""
        settings, months = self.cases.portfolio.settings, self.cases.months
        made = Timeline(self.book, self.styles, name, months, title=title, note=note)
        dates = [date_at(settings.start, month) for month in range(months)]
        years = tuple(period_of_month(settings, month) for month in range(months))
        made.start_clock(self.master, dates, years)
        if self.master is None:
            self.master = made.clock
        made.words(2, 0, "Scenario shown", self.styles.unit)
        made.formula(2, 1, self.inputs.shown_name, "general", bold=True)
        return made

    def initiative(self, number: int) -> str:
        """The name of an initiative."""
        return self.cases.portfolio.initiatives[number].name

    def benefit(self, key: BenefitKey) -> str:
        """The name of a benefit with that of its initiative."""
        owner = self.cases.portfolio.initiatives[key.owner.initiative]
        found = (benefit for option in owner.options for benefit in option.benefits if benefit.id == key.benefit)
        return f"{owner.name}: {next(found).name or key.benefit}"

    def option(self, key: OptionKey) -> str:
        """The name of an option with that of its initiative."""
        owner = self.cases.portfolio.initiatives[key.initiative]
        found = next(option for option in owner.options if option.id == key.option)
        return f"{owner.name}: {found.name or found.kind}"

    def stage(self, key: StageKey) -> str:
        """The name of a stage with that of its initiative."""
        owner = self.cases.portfolio.initiatives[key.initiative]
        found = (stage for option in owner.options for stage in option.stages if stage.id == key.stage)
        return f"{owner.name}: {next(found).name or key.stage}"
