"""One checklist for several models: each takes the answers to the questions that it asks."""

from __future__ import annotations

from typing import Any, Final

from costbench.appraisal import CooperationModel
from costbench.appraisal.declaring.names import Given
from costbench.catalogue.finder import list_models

READINESS: Final = "readiness"


def own_answers(model: type[CooperationModel], written: str) -> str:
    """Return a checklist without the answers to questions that only other models ask.

    A question that no model asks stays, for the model to refuse.

    >>> from costbench.catalogue import get_model
    >>> own_answers(get_model("cis"), "dedicated_person=full; nonsense=no")
    'dedicated_person=full; nonsense=no'
    """
    others = {name for other in list_models() for name in other.definition.readiness} - set(model.definition.readiness)
    answers = written.replace(",", ";").split(";")
    return ";".join(answer for answer in answers if answer.partition("=")[0].strip() not in others)


def shared(given: Given, model: type[CooperationModel]) -> dict[str, Any]:
    """Return what is given to several models as ``model`` takes it: of the common checklist, its own questions."""
    written = given.get(READINESS)
    return {**given, READINESS: own_answers(model, written)} if isinstance(written, str) else dict(given)
