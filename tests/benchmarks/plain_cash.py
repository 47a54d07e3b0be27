"""The same cash as the simulation's, as one would write it with numpy alone: one item at a time, all trials at once.

A rival to measure against, and a second reading of the rules M2 to M5 (tests hold it to the same money).  Every item
makes arrays of trials x months and adds them up.
"""

from __future__ import annotations

import numpy as np

from models.initiative import Option
from simulation.arrays import BoolArray, FloatArray, IntArray
from simulation.delivery.contract import STOPPED, Delivery, Workload
from simulation.draws import Draws
from simulation.money.ledger import LINES, SIGNS
from simulation.money.plan import NONE, BenefitTable
from simulation.plan import Plan

Money = dict[str, FloatArray]


def plain_cash(plan: Plan, draws: Draws, work: Workload, delivery: Delivery) -> tuple[FloatArray, FloatArray]:
    """The lines of the cash flow ``(n, lines, months)`` and the initiatives' net cash ``(n, I, months)``."""
    return _Books(plan, draws, work, delivery).close()


class _Books:
    """The books of a block while they are written."""

    def __init__(self, plan: Plan, draws: Draws, work: Workload, delivery: Delivery) -> None:
        self.plan, self.draws, self.work, self.delivery = plan, draws, work, delivery
        self.money, self.network = plan.money, plan.delivery
        self.month = np.arange(plan.months)
        shape = (draws.trials, plan.months)
        self.lines: Money = {name: np.zeros(shape) for name in LINES}
        self.capitalised = np.zeros(shape)
        self.net = np.zeros((draws.trials, len(self.network.initiative_ids), plan.months))

    def close(self) -> tuple[FloatArray, FloatArray]:
        self._people()
        for stage in range(len(self.network.stage_ids)):
            self._stage(stage)
        for owner, initiative in enumerate(self.plan.portfolio.initiatives):
            chosen = next((option for option in initiative.options if option.id == initiative.selected), None)
            if chosen is not None:
                self._option(owner, chosen)
                self._benefits(owner)
        for row in self.money.mitigation_row:
            self.lines["external"][:, 0] += self.draws.values[row]
        self._tax()
        return np.stack(list(self.lines.values()), axis=1), self.net

    def _drawn(self, row: int, neutral: float) -> FloatArray:
        return np.full(self.draws.trials, neutral) if row == NONE else np.asarray(self.draws.values[row])

    def _charge(self, owner: int, line: str, cost: FloatArray, capitalised: float = 0.0) -> None:
        self.lines[line] += cost
        self.capitalised += cost * capitalised
        self.net[:, owner] -= cost

    def _share_of_months(self, begin: FloatArray, end: FloatArray) -> FloatArray:
        """How much of each month lies between two instants, shape ``(n, months)``."""
        upper = np.minimum(self.month + 1.0, end[:, None])
        return np.asarray(np.clip(upper - np.maximum(self.month, begin[:, None]), 0.0, None))

    def _at(self, instant: FloatArray, amount: FloatArray) -> FloatArray:
        """An amount in the month that holds an instant; nothing where that never came."""
        when = np.minimum(np.floor(instant), self.plan.months - 1)
        return np.where((self.month == when[:, None]) & (instant <= self.plan.months)[:, None], amount[:, None], 0.0)

    def _people(self) -> None:
        teams, network, delivery = self.money.teams, self.network, self.delivery
        wages = (1.0 + self.draws.values[self.money.inflation_row])[:, None] ** (self.month / 12.0)
        staffing = self.draws.staffing
        for team in range(len(network.team_ids)):
            lines = np.flatnonzero(network.line_team == team)
            used = delivery.effort[:, lines].sum(axis=1)
            hired = delivery.contractors[:, team]
            exchange = self._drawn(teams.rate_currency_row[team], 1.0)
            rate = self._drawn(teams.rate_row[team], 0.0) * teams.rate_factor[team] * exchange
            price = rate[:, None] * wages
            part = np.divide(hired, used, out=np.zeros_like(used), where=used > 0.0)
            charged = price * (1.0 + self._drawn(teams.premium_row[team], 0.0)[:, None] * part)
            for line in lines:
                share = float(network.line_capitalised[line])
                self._charge(network.line_initiative[line], "staffing", delivery.effort[:, line] * charged, share)
            paid = staffing.headcount[:, team] * self._drawn(teams.availability_row[team], 1.0)[:, None]
            self.lines["bench"] += np.maximum(0.0, paid - used + hired) * price
            fee = self._drawn(teams.recruiting_row[team], 0.0) * exchange
            self.lines["recruiting"] += fee[:, None] * staffing.arrivals[:, team]

    def _stage(self, stage: int) -> None:
        start, end = self.delivery.start[:, stage], self.delivery.end[:, stage]
        over = np.where(np.isnan(end), float(self.plan.months), end)
        cost = np.where(np.isnan(start), 0.0, self.work.cost[:, stage] * self.delivery.done[:, stage])
        begin = np.where(np.isnan(start), 0.0, start)
        length = over - begin
        even = self._share_of_months(begin, over) / np.where(length > 0.0, length, 1.0)[:, None] * cost[:, None]
        spent = np.where((length > 0.0)[:, None], even, self._at(begin, cost))
        charges = self.money.charges
        line = ("external", "tooling", "research")[charges.stage_category[stage]]
        self._charge(charges.stage_initiative[stage], line, spent, float(charges.stage_capitalised[stage]))

    def _option(self, owner: int, option: Option) -> None:
        table, delivery = self.money.options, self.delivery
        first, last = self.network.initiative_ptr[owner : owner + 2]
        launch = delivery.launch[:, owner]
        begun = np.fmin.reduce(delivery.start[:, first:last], axis=1) if last > first else launch
        exchange = self._drawn(table.currency_row[owner], 1.0)
        line = option.cost_category
        up_front = self._drawn(table.up_front_row[owner], 0.0) * exchange
        self._charge(owner, line, self._at(begun, up_front), option.up_front_capitalised)
        planned = launch + (np.inf if option.exit_after is None else option.exit_after)
        stopped = delivery.status[:, owner] == STOPPED
        left = np.where(np.isnan(begun), np.nan, np.where(stopped, delivery.finish[:, owner], planned))
        self._charge(owner, line, self._at(left, self._drawn(table.exit_row[owner], 0.0) * exchange))
        since = begun if option.recurring_from == "start" else launch
        until = np.where(np.isnan(left), np.inf, left)
        running = np.where(np.isnan(since)[:, None], 0.0, self._share_of_months(since, until))
        growth = (1.0 + self._drawn(table.escalation_row[owner], 0.0))[:, None] ** (self.month / 12.0)
        monthly = (self._drawn(table.recurring_row[owner], 0.0) * exchange)[:, None]
        self._charge(owner, line, running * growth * monthly)

    def _benefits(self, owner: int) -> None:
        table, options = self.money.benefits, self.money.options
        launch = self.delivery.launch[:, owner]
        away = np.isnan(launch) | (launch >= self.plan.months)
        launch = np.where(away, 0.0, launch)
        sales, volume = np.zeros_like(self.capitalised), np.zeros_like(self.capitalised)
        yearly = np.zeros((self.draws.trials, self.plan.months // 12 + 2))
        for benefit in range(table.ptr[owner], table.ptr[owner + 1]):
            money, units, by_year = self._stream(owner, benefit, launch, away)
            volume += units
            if table.revenue[benefit]:
                sales += money
                yearly += by_year
                self._revenue(owner, benefit, money)
            else:
                cost = money * (1.0 - self._drawn(table.margin_row[benefit], 1.0))[:, None]
                self.lines["savings"] += money
                self.lines["cost_of_sales"] += cost
                self.net[:, owner] += money - cost
        exchange = self._drawn(options.currency_row[owner], 1.0)
        growth = (1.0 + self._drawn(options.escalation_row[owner], 0.0))[:, None] ** (self.month / 12.0)
        licence = (self._drawn(options.licence_row[owner], 0.0) * exchange)[:, None] * growth
        self._charge(owner, ("external", "tooling", "research")[options.category[owner]], volume * licence)
        self._partner(owner, launch, away, sales, yearly)

    def _stream(
        self, owner: int, benefit: int, launch: FloatArray, away: BoolArray
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Money and units by calendar month, and money by year after launch."""
        table, age = self.money.benefits, self.month
        life = min(table.lifetime[benefit], self.money.options.exit_after[owner])
        late = np.maximum(0.0, launch - table.window_end[benefit])
        factor, extra = self._risks(benefit)
        factor = factor * np.maximum(0.0, 1.0 - self._drawn(table.late_loss_row[benefit], 0.0) * late)
        units = self._units(table, benefit) * np.where(away, 0.0, factor)[:, None]
        first = np.floor(launch).astype(np.int64)
        into = (launch - first)[:, None]
        lived = np.clip(life - age, 0.0, 1.0)
        now = np.minimum(lived, 1.0 - into)
        parts = ((now, first[:, None] + age), (lived - now, first[:, None] + age + 1))
        price = self._drawn(table.price_row[benefit], 1.0) * self._drawn(table.currency_row[benefit], 1.0)
        growth = 1.0 + self._drawn(table.price_growth_row[benefit], 0.0)
        money, volume = np.zeros_like(self.capitalised), np.zeros_like(self.capitalised)
        by_year = np.zeros((self.draws.trials, self.plan.months // 12 + 2))
        row = np.arange(self.draws.trials)[:, None]
        for part, when in parts:
            inside = (when < self.plan.months) & ~away[:, None]
            sold = np.where(inside, units * part, 0.0)
            prices = price[:, None] * growth[:, None] ** (when / 12.0)
            earned = sold * prices + np.where(inside, extra[:, None] / 12.0 * part, 0.0)
            column = np.minimum(when, self.plan.months - 1)
            np.add.at(money, (row, column), earned)
            np.add.at(volume, (row, column), sold)
            np.add.at(by_year, (row, np.broadcast_to(age // 12, earned.shape)), earned)
        return money, volume, by_year

    def _units(self, table: BenefitTable, benefit: int) -> FloatArray:
        """Units in each month of age [M4], shape ``(n, months)``."""

        def drawn(rows: IntArray) -> FloatArray:
            return self._drawn(int(rows[benefit]), 0.0)[:, None]

        k, curve = self.month, table.curve[benefit]
        peak, ramp = drawn(table.peak_row) / 12.0, drawn(table.ramp_row)
        ramping = np.where(ramp > 0.0, ramp, 1e-9)
        if curve == 0:
            units = np.broadcast_to(peak, self.capitalised.shape)
        elif curve == 1:
            units = peak * np.minimum(1.0, (k + 0.5) / ramping)
        elif curve == 2:
            rate = (np.log(99.0) + np.log(0.901 / 0.099)) / ramping
            units = peak * (1.0 / (1.0 + 99.0 * np.exp(-rate * (k + 0.5))) - 0.01) / 0.99
        elif curve == 3:
            p, q = drawn(table.innovation_row), drawn(table.imitation_row)
            left = np.exp(-(p + q) * np.arange(k.size + 1) / 12.0)
            adopted = (1.0 - left) / (1.0 + q / np.where(p > 0.0, p, 1.0) * left)
            units = np.where(p > 0.0, drawn(table.market_row) * np.diff(adopted, axis=1), 0.0)
        elif curve == 4:
            new, churn = drawn(table.new_row), drawn(table.churn_row)
            kept = np.maximum(0.0, 1.0 - churn)
            settled = (1.0 - kept ** (k + 0.5)) / np.where(churn > 0.0, churn, 1.0)
            units = new * np.where(churn > 0.0, settled, k + 0.5)
        else:
            rows = table.amount_row[table.amount_ptr[benefit] : table.amount_ptr[benefit + 1]]
            years = np.zeros((self.draws.trials, k.size // 12 + 1))
            years[:, : rows.size] = self.draws.values[rows[: years.shape[1]]].T
            units = years[:, k // 12] / 12.0
        growing = (1.0 + drawn(table.growth_row)) ** ((k + 0.5) / 12.0)
        since = np.maximum(0.0, k + 0.5 - table.decline_after[benefit])
        return np.asarray(units * growing * np.maximum(0.0, 1.0 - drawn(table.decline_row)) ** (since / 12.0))

    def _risks(self, benefit: int) -> tuple[FloatArray, FloatArray]:
        """The factor of the risks that occur, and their yearly amount."""
        factor, amount = np.ones(self.draws.trials), np.zeros(self.draws.trials)
        hits = self.money.hits
        for hit in np.flatnonzero(hits.benefit == benefit):
            occurs = self.draws.occurs[hits.risk[hit]]
            factor *= np.where(occurs, self._drawn(hits.factor_row[hit], 1.0), 1.0)
            amount += np.where(occurs, self._drawn(hits.amount_row[hit], 0.0), 0.0)
        return factor, amount

    def _revenue(self, owner: int, benefit: int, money: FloatArray) -> None:
        """Revenue less what it takes from another product, each with its own cost of sales."""
        table = self.money.benefits
        margin = self._drawn(table.margin_row[benefit], 1.0)
        share = np.zeros(self.draws.trials)
        if table.loser[benefit] != NONE:
            share = self._drawn(table.cannibalisation_row[benefit], 0.0)
        cost = 1.0 - margin - share * (1.0 - self._drawn(table.loser_margin_row[benefit], 1.0))
        self.lines["revenue"] += money * (1.0 - share)[:, None]
        self.lines["cost_of_sales"] += money * cost[:, None]
        self.net[:, owner] += money * (1.0 - share - cost)[:, None]

    def _partner(self, owner: int, launch: FloatArray, away: BoolArray, sales: FloatArray, yearly: FloatArray) -> None:
        """The partner's share month by month, and what each year's guarantee exceeds it by in its last month."""
        options, months = self.money.options, self.plan.months
        share = self._drawn(options.share_row[owner], 0.0)
        guarantee = self._drawn(options.guarantee_row[owner], 0.0) * self._drawn(options.currency_row[owner], 1.0)
        paid = sales * share[:, None]
        over = np.minimum(float(months), launch + options.exit_after[owner])
        for year in range(yearly.shape[1]):
            begin = launch + 12.0 * year
            end = np.minimum(begin + 12.0, over)
            missing = np.maximum(0.0, guarantee * (end - begin) / 12.0 - share * yearly[:, year])
            due = np.where((begin < over) & ~away, missing, 0.0)
            paid += np.where(self.month == (np.ceil(end) - 1.0)[:, None], due[:, None], 0.0)
        self._charge(owner, "partner", paid)

    def _tax(self) -> None:
        over, months = self.money.amortisation_months, self.plan.months
        total = np.cumsum(np.pad(self.capitalised, ((0, 0), (1, 0))), axis=1)
        earlier = np.pad(total, ((0, 0), (over, 0)))[:, :months] if over else total[:, :months]
        written_off = (total[:, :months] - earlier) / over if over else self.capitalised
        cash = sum(sign * line for sign, line in zip(SIGNS, self.lines.values(), strict=True))
        profit = cash + self.capitalised - written_off
        rate = self.draws.values[self.money.tax_row][:, None]
        if self.money.carry_losses:
            highest = np.maximum.accumulate(np.maximum(0.0, np.cumsum(profit, axis=1)), axis=1)
            profit = np.diff(highest, axis=1, prepend=0.0)
        self.lines["tax"] += rate * profit
