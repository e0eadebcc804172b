"""The counterfactual: everything stays as it is."""

from __future__ import annotations

from collections.abc import Iterator

from costbench.appraisal import CooperationModel, Entry, Operand


class DoNothing(CooperationModel):
    """Nobody pays, uses up or gains anything beyond what would have happened anyway."""

    def ledger(self, year: Operand) -> Iterator[Entry]:
        """Yield nothing."""
        yield from ()
