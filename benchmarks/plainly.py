"""The expected NPV of a social impact bond to the organisation, as people write it without costbench.

``row`` holds the inputs by name. The same lines are written twice more: in Squiggle below, and by the models'
own formulas in a workbook.
"""

from __future__ import annotations

from collections.abc import Mapping

PHASES = ("design_and_bid", "outcome_metrics", "investor_search", "contracts")
ROLES = ("project_manager", "director", "specialist")
LAST_YEAR = 20


def expected_npv(row: Mapping[str, float]) -> float:
    """Return the expected NPV of one scenario, in EUR."""
    rate = 1 + row["discount_rate"]
    value, reach, start = 0.0, 1.0, 0.0
    for phase in PHASES:
        labour = sum(row[f"{phase}.{role}"] * row[f"{role}_cost"] for role in ROLES) / 12
        cost = (labour + row[f"{phase}.fees"]) * (1 + row["setup_optimism_bias"])
        length = row[f"{phase}.months"] / 12
        for year in range(LAST_YEAR + 1):
            share = _held(year - start, length) - _held(year - 1 - start, length)
            value -= reach * cost * share / length / rate**year
        reach *= row[f"{phase}.probability"]
        start += length
    end = start + row["programme_years"]
    settlement = end + row["evaluation_lag"]
    budget = row["programme_budget"] / row["programme_years"]
    delivery = 1 - row["overhead_recovered"] * (1 - row["overhead_real_cost_share"])
    bonus = row["success_bonus"] if row["performance"] >= 1 - 1e-9 else 0.0
    for year in range(LAST_YEAR + 1):
        drawn = budget * (_held(year - start, 1) - _held(year - end, 1)) / (1 + row["inflation"]) ** year
        paid = max(1 - abs(year - settlement), 0) * bonus / (1 + row["inflation"]) ** settlement
        value += reach * (drawn * (1 - delivery) + paid) / rate**year
    return value


def _held(value: float, high: float) -> float:
    return min(high, max(0.0, value))


def in_squiggle(places: Mapping[str, int]) -> str:
    """Return the same in Squiggle, as a function of a list that holds the input of each name at its place."""

    def the(name: str) -> str:
        return f"x[{places[name]}]"

    lines = ["npv(x) = {", f"  rate = 1 + {the('discount_rate')}", "  held(v, high) = min([high, max([0, v])])"]
    for place, phase in enumerate(PHASES):
        before = PHASES[place - 1]
        labour = " + ".join(f"{the(f'{phase}.{role}')} * {the(f'{role}_cost')}" for role in ROLES)
        lines += [
            f"  start{place} = " + (f"start{place - 1} + length{place - 1}" if place else "0"),
            f"  reach{place} = " + (f"reach{place - 1} * {the(f'{before}.probability')}" if place else "1"),
            f"  length{place} = {the(f'{phase}.months')} / 12",
            f"  cost{place} = ({labour}) / 12 + {the(f'{phase}.fees')}",
        ]
    spent = " + ".join(
        f"reach{n} * cost{n} * (held(y - start{n}, length{n}) - held(y - 1 - start{n}, length{n})) / length{n}"
        for n in range(len(PHASES))
    )
    lines += [
        "  start = start3 + length3",
        f"  reach = reach3 * {the('contracts.probability')}",
        f"  end = start + {the('programme_years')}",
        f"  settled = end + {the('evaluation_lag')}",
        f"  budget = {the('programme_budget')} / {the('programme_years')}",
        f"  margin = {the('overhead_recovered')} * (1 - {the('overhead_real_cost_share')})",
        f"  bonus = if {the('performance')} >= 1 then {the('success_bonus')} else 0",
        f"  prices = 1 + {the('inflation')}",
        f"  List.reduce(List.upTo(0, {LAST_YEAR}), 0, {{|sum, y|",
        f"    spent = {spent}",
        "    drawn = budget * (held(y - start, 1) - held(y - end, 1)) / prices^y",
        "    paid = max([1 - abs(y - settled), 0]) * bonus / prices^settled",
        "    sum + (reach * (drawn * margin + paid) - spent) / rate^y",
        "  })",
        "}",
    ]
    return "\n".join(lines)
