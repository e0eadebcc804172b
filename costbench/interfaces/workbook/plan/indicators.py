"""The native formulas of the indicators, one per model on the sheet of calculations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from openpyxl.utils import get_column_letter as letter

from costbench.analysis.choice.break_even import FARTHEST
from costbench.appraisal import TOLERANCE
from costbench.finance.indicators import MONEY_TOLERANCE
from costbench.interfaces.workbook.plan import layout as place
from costbench.interfaces.workbook.plan.indicator_rows import INDICATOR_ROWS as INDICATOR_ROWS
from costbench.interfaces.workbook.plan.indicator_rows import OTHERS
from costbench.interfaces.workbook.plan.layout import Block, Layout
from costbench.vocabulary import SOCIETY, Stakeholder

ORGANISATION: Final = Stakeholder.ORGANISATION
AS_WORKED: Final = ("setup_fte_months", "setup_cost", "setup_months", "probability_of_signing")
BEYOND: Final = 1e6
"""A rate of return that no bracket gives; only told apart from rates."""


class IndicatorFormulas:
    """Writes each indicator of one block; ``constant`` and ``text`` give addresses on the lists."""

    def __init__(self, block: Block, layout: Layout, constant: Callable[[float], str],
                 text: Callable[[str], str]) -> None:  # fmt: skip
        self.block, self.layout, self._c, self._t = block, layout, constant, text

    def _of(self, where: dict[str, int], name: str, column: str = "G") -> str:
        return f"${column}${where[name]}"

    def _input(self, name: str) -> str:
        return self._of(self.block.inputs, name)

    def _fixed(self, name: str) -> str:
        return self._of(self.block.fixed, name)

    def _one(self, name: str) -> str:
        return self._of(self.block.indicators, name)

    def _present(self, name: str) -> str:
        return self._of(self.block.results, name, letter(place.PRESENT))

    def _years(self, name: str, first: str = place.FIRST_YEAR) -> str:
        return self._row(self.block.results[name], first)

    def _row(self, row: int, first: str = place.FIRST_YEAR) -> str:
        return f"${first}${row}:${place.LAST_YEAR_COLUMN}${row}"

    def all(self) -> dict[str, str]:
        """Return indicator to formula."""
        found = {name: self._fixed(name) for name in AS_WORKED}
        found |= self._effort() | self._value() | self._rate() | self._afford() | self._society() | self._size()
        return {name: f"={found[name]}" for name in INDICATOR_ROWS}

    def _effort(self) -> dict[str, str]:
        signed, tolerance = self._one("probability_of_signing"), self._c(TOLERANCE)
        spent, total = self._fixed("setup_spent_in_failures"), self._fixed("expected_setup_cost")
        return {
            "expected_sunk_cost": f"IF(1-{signed}<{tolerance},{self._t('certain')},{spent}/(1-{signed}))",
            "expected_cost_per_signed_deal": f"IF({signed}<{tolerance},{self._t('never_signed')},{total}/{signed})",
        }

    def _value(self) -> dict[str, str]:
        signed = self._one("probability_of_signing")
        expected = f"{signed}*{self._present('operation')}"
        for name in self.block.model.definition.phases:
            spent = f"$I${self.block.entry_row(f'setup.{name}')}"
            reach = f"{self._fixed(f'{name}.reach')}*" if f"{name}.reach" in self.block.fixed else ""
            expected += f"-{reach}{spent}"
        arrival, factors = self._row(self.block.yearly["signing"]), self._row(place.FACTOR_ROW)
        factor, value = self._one("signature_factor"), self._one("expected_npv")
        missing = self._t("never_signed")
        return {
            "npv": self._present(f"net.{ORGANISATION}"),
            "expected_npv": expected,
            "signature_factor": f"{signed}*SUMPRODUCT({arrival},{factors})",
            "required_contribution": f"IF({factor}>{self._c(TOLERANCE)},MAX(0,(0-{value})/{factor}),{missing})",
        }

    def _rate(self) -> dict[str, str]:
        above, below = self._years("rate_above"), self._years("rate_below")
        guess, beyond = self._one("rate_guess"), self._c(BEYOND)
        net = self._years(f"net.{ORGANISATION}")
        last = f"${place.LAST_YEAR_COLUMN}${self.block.results['cumulated']}"
        back = f"MAX({self._years('recovery_date')})"
        return {
            "rate_guess": f"IF(MIN({above})<{beyond},MIN({above}),MAX({below}))",
            "irr": f"IFERROR(IF({guess}>0-1,IRR({net},{guess}),{self._t('no_rate')}),{self._t('no_rate')})",
            "payback_year": f"IF({last}>=0-{self._c(MONEY_TOLERANCE)},{back},{self._t('not_recovered')})",
            "peak_funding_need": f"MAX(0,0-MIN({self._years('cumulated')}))",
        }

    def _afford(self) -> dict[str, str]:
        tolerance = self._c(TOLERANCE)
        needs = {
            "cost": ("setup_cost_to_budget", self._one("setup_cost"), "annual_budget"),
            "staff": (
                "setup_fte_to_staff",
                f"{self._one('setup_fte_months')}/MAX({self._one('setup_months')},1)",
                "staff_fte",
            ),
            "cash": ("peak_funding_to_cash", self._one("peak_funding_need"), "cash_reserve"),
        }
        found = {}
        for name, (share, need, means) in needs.items():
            has, whole = self._one(share), self._input(means)
            nothing, ratio = f"{need}>={tolerance},{whole}<{tolerance}", f"{need}/MAX({whole},{tolerance})"
            found[share] = f"IF(AND({nothing}),{self._t('no_means')},({need}>={tolerance})*{ratio})"
            heavy, out = (f"{self._input(f'{word}_{name}_share')}+{tolerance}" for word in ("heavy", "out_of_reach"))
            found[f"{name}_code"] = f"IF(ISNUMBER({has}),MAX(({has}>{heavy})*1,({has}>{out})*(1+1)),1+1)"
        worst = ",".join(self._one(f"{name}_code") for name in needs)
        return found | {"affordability": f"MAX({worst})"}

    def _society(self) -> dict[str, str]:
        factors = self._row(place.SOCIAL_ROW)
        benefits, costs = self._one("social_benefits"), self._one("social_costs")
        none = self._t("nothing_used")
        return {
            **{f"npv_{party}": self._present(f"net.{party}") for party in OTHERS},
            f"npv_{SOCIETY}": f"{self._present('benefits')}-{self._present('resource_costs')}",
            "social_benefits": f"SUMPRODUCT({self._years('benefits')},{factors})",
            "social_costs": f"SUMPRODUCT({self._years('resource_costs')},{factors})",
            "net_present_social_value": f"{benefits}-{costs}",
            "benefit_cost_ratio": f"IF({costs}>{self._c(TOLERANCE)},{benefits}/{costs},{none})",
            "balance_total": f"MAX(MAX({self._years('balance')}),0-MIN({self._years('balance')}))",
            "setup_gap": f"ABS({self._spent()}-{self._fixed('setup_cost')})",
            "latest_year": f"MAX(0,{self._fixed('settlement_year')}-${place.LAST_YEAR_COLUMN}${place.YEAR_ROW})",
        }

    def _spent(self) -> str:
        """Return the formula of the organisation's setup spending over all the years."""
        phases = [self.block.entry_row(f"setup.{name}") for name in self.block.model.definition.phases]
        return f"SUM($H${phases[0]}:$H${phases[-1]})" if phases else "0"

    def _size(self) -> dict[str, str]:
        """Write the break-even size from the cases at no size, at the size given and at the farthest looked at.

        A straight line through the three gives it; a model that bends needs a search, which no formula does.
        """
        column = self.layout.result_column(self.block.model.id)
        retained, *sizes = [*self.layout.cases_of("retained"), *self.layout.cases_of("size")]
        at = [self.layout.address("cases", column, case.row) for case in (sizes[0], retained, sizes[1])]
        none, once, far = (self._one(f"at_size_{place}") for place in range(3))
        found = dict(zip(("at_size_0", "at_size_1", "at_size_2"), at, strict=True))
        most, tolerance = f"MAX(1,ABS({none}),ABS({far}))", self._c(TOLERANCE)
        found["curvature"] = f"ABS({far}-{none}-{self._c(FARTHEST)}*({once}-{none}))/{most}"
        found["slope"] = f"({once}-{none})/{most}"
        scale = self.block.model.scale_input()
        if scale is None:
            return found | {"break_even_scale": self._t("no_size")}
        straight = f"AND({self._one('curvature')}<={tolerance},{self._one('slope')}>{tolerance})"
        root = f"MAX(0,(0-{none})*{self._input(scale)}/({once}-{none}))"
        return found | {"break_even_scale": f"IF({straight},{root},IF({none}>=0,0,{self._t('bends')}))"}
