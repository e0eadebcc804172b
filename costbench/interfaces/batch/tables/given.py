"""Which cells of a table concern a model, and which ones do not though they are written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from costbench.appraisal import CooperationModel
from costbench.appraisal.settling.inputs import texts_of
from costbench.catalogue import get_model
from costbench.catalogue.appraisals import other_model_warning
from costbench.catalogue.checklists import READINESS, own_answers
from costbench.catalogue.scoring_rules import foreign_columns, own_columns
from costbench.interfaces.batch.tables.columns import Table
from costbench.interfaces.batch.tables.messages import Codes, Note
from costbench.language import Language


def cells_for(model: type[CooperationModel], table: Table, places: Codes, alone: bool) -> dict[str, Any]:
    """Return the cells of a model's own inputs in some scenarios; ``MODEL.input`` goes before ``input``.

    Where the model is not ``alone``, answers to other models' checklists are left out of ``readiness``.
    Every column stays an array, even one whose cells are all alike or empty: a power of two numbers and a
    power of two arrays differ in the last bit, and results must not depend on who shares a chunk.
    """
    given: dict[str, Any] = {}
    columns = {**table.numbers, **table.texts}
    for column, name in own_columns(model, columns):
        cells = columns[column][places]
        if column == READINESS and not alone:
            own = {text: own_answers(model, text) for text in set(cells.tolist())}
            cells = np.array([own[text] for text in cells.tolist()], dtype=object)
        empty = cells == "" if column in table.texts else np.isnan(cells)
        given[name] = np.where(empty, given[name], cells) if name in given else cells
    for name in _set_by_texts(model.id, frozenset(given)):
        given.setdefault(name, np.full(places.size, np.nan))
    return given


def foreign_cells(model: type[CooperationModel], table: Table, places: Codes, language: Language) -> Iterator[Note]:
    """Yield where cells are written that ``model`` does not use, with the sentence that says so."""
    columns = {**table.numbers, **table.texts}
    for name in foreign_columns(model, columns):
        cells = columns[name][places]
        written = cells != "" if name in table.texts else ~np.isnan(cells)
        if written.any():
            yield written, other_model_warning(name, model).to(language)


@lru_cache(maxsize=1024)
def _set_by_texts(model: str, written: frozenset[str]) -> tuple[str, ...]:
    """Return the quantities that the text inputs among the ``written`` ones may set.

    They become arrays even where all the texts are empty, for the same reason as the other columns.
    """
    items = [item for item in texts_of(get_model(model)).values() if written & set(item.columns)]
    return tuple(name for item in items for name in item.read(item.examples[0], *[""] * (len(item.columns) - 1)))
