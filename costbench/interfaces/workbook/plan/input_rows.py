"""One input of a workbook: its number, its rows on the sheets, the draws and the cases that move it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from costbench.appraisal.declaring.definition import Default

FIRST_INPUT: Final = 6
"""First row of the sheet of the current case: same order as the assumptions, one row an input, no headings."""


@dataclass(frozen=True)
class InputRow:
    """Where one input stands. ``owner`` is a model's identifier, empty for the organisation's own inputs."""

    owner: str
    default: Default
    number: int
    row: int
    link: int
    dimension: int
    slot: int
    """Number of the tornado cases that move it. Models share no input of their own, so they share slots:
    one case moves one input of every model at once."""
    group: str = ""
    """The sub-heading it stands under: a phase, ``readiness`` or another of :mod:`.grouping`."""

    @property
    def name(self) -> str:
        """The input's name, as a CSV column writes it."""
        return self.default.name

    @property
    def code(self) -> str:
        """The name that no other input of the workbook has."""
        return f"{self.owner}.{self.name}" if self.owner else self.name

    @property
    def inputs_row(self) -> int:
        """Its row on the sheet of the current case."""
        return FIRST_INPUT + self.number - 1

    @property
    def is_answer(self) -> bool:
        """Whether it answers a question of the readiness checklist."""
        return self.name.startswith("readiness.")

    @property
    def is_setting(self) -> bool:
        """Whether it has one value only: a code, a date, a threshold, a figure of the accounts, an answer."""
        return not self.dimension
