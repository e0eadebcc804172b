"""What a cooperation model is: inputs, setup effort, ledger, and what is read off the ledger."""

from costbench.appraisal.declaring.entries import Benefit, Entry, Operand, Payment, ResourceCost
from costbench.appraisal.declaring.model import CooperationModel
from costbench.appraisal.declaring.organisation import ORGANISATION
from costbench.appraisal.declaring.quantities import Quantity, TextInput, choice, fixed, quantity, yearly
from costbench.appraisal.declaring.timing import LAST_YEAR, TOLERANCE, YEARS, at, flag

__all__ = [
    "LAST_YEAR",
    "ORGANISATION",
    "TOLERANCE",
    "YEARS",
    "Benefit",
    "CooperationModel",
    "Entry",
    "Operand",
    "Payment",
    "Quantity",
    "ResourceCost",
    "TextInput",
    "at",
    "choice",
    "fixed",
    "flag",
    "quantity",
    "yearly",
]
