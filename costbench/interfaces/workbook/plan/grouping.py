"""Which inputs stand together under one sub-heading of the assumptions, and what each is called there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from costbench.interfaces.workbook.plan.input_rows import InputRow
from costbench.interfaces.workbook.texts import said
from costbench.language import Text

if TYPE_CHECKING:
    from costbench.appraisal import CooperationModel

OF_A_PHASE: Final = re.compile(r"(.+)\.(?:project_manager|director|specialist|fees|months|probability)$")
NAMED: Final = {
    "readiness": re.compile(r"readiness\."),
    "others": re.compile(r".+_setup_(?:days|fees)$"),
    "rate_card": re.compile(r"tier_\d+_|rate_card_|return_compounding_code|payment_basis_code"),
}
DASH: Final = " – "


def group_of(name: str, above: str) -> str:
    """Return the group of the input ``name``; one that has none of its own joins the group above it."""
    if found := OF_A_PHASE.match(name):
        return found[1]
    return next((group for group, pattern in NAMED.items() if pattern.match(name)), above)


def heading(model: type[CooperationModel], group: str) -> Text:
    """Return the sub-heading of a group; phases are numbered in their order."""
    phases = model.definition.phases
    if group not in phases:
        return said(f"assumptions.group_{group}")
    return said("assumptions.group_phase").format(number=1 + list(phases).index(group), phase=phases[group])


def label_in_group(item: InputRow) -> Text:
    """Return an input's label without what its sub-heading already says."""
    if not OF_A_PHASE.match(item.name):
        return item.default.label
    en, fr = (label.rpartition(DASH)[2] for label in item.default.label)
    return Text(*(label[:1].upper() + label[1:] for label in (en, fr)))
