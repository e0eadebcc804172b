"""What a model declares: its quantities, the texts that stand for quantities, its named workings."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol, overload

from costbench.appraisal.declaring.entries import Operand
from costbench.errors import UnknownNameError
from costbench.language import Text

LARGEST: Final = 1e12
"""No amount, number or duration of a cooperation is larger: a thousand billion is a slip of the keyboard."""


class Computing(Protocol):
    """What a declaration asks of the model that it is read on."""

    def value(self, name: str) -> Operand:
        """Return the operand of an input."""

    def fixed_working(self, name: str, unit: str, compute: Callable[[], Operand]) -> Operand:
        """Return a working that has one value for the whole deal."""

    def yearly_working(self, name: str, unit: str, compute: Callable[[], Operand]) -> Operand:
        """Return a working that has one value a year."""


@dataclass(frozen=True)
class Quantity:
    """A number that a user may set. As an attribute of a model it gives the operand being computed with.

    ``low`` and ``high`` are the limits of what is accepted. ``scale`` marks the input that grows with size,
    ``payment_term`` a price between stakeholders that moves no behaviour, ``gate`` a probability that
    a simulation draws as yes or no.
    """

    unit: str
    low: float = 0.0
    high: float = math.inf
    scale: bool = False
    payment_term: bool = False
    gate: bool = False
    name: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    @overload
    def __get__(self, model: None, owner: type) -> Quantity: ...
    @overload
    def __get__(self, model: Computing, owner: type) -> Operand: ...
    def __get__(self, model: Computing | None, owner: type) -> Quantity | Operand:
        """Return the declaration on the class, the operand on an instance."""
        return self if model is None else model.value(self.name)

    def named(self, name: str) -> Quantity:
        """Return the same declaration under another name."""
        return replace(self, name=name)


def quantity(
    unit: str,
    low: float = 0.0,
    high: float | None = None,
    *,
    scale: bool = False,
    payment_term: bool = False,
    gate: bool = False,
) -> Quantity:
    """Declare an input in ``unit``. A share (``/1``) or rate (``/year``) lies between 0 and 1 unless said otherwise."""
    if high is None:
        high = 1.0 if unit in {"/1", "/year"} else math.inf
    return Quantity(unit, low, high, scale, payment_term, gate)


@dataclass(frozen=True)
class TextInput:
    """A text that a user writes and that becomes numbers before the ledger: a rate card, a regime, a choice.

    ``columns`` are the names a user writes, ``sets`` the quantities it settles with their units, and
    ``read`` turns the texts into values of those quantities (a missing text is an empty string);
    it raises a :class:`~costbench.errors.CostbenchError` on a text it cannot use. ``write`` goes the other way:
    from values to the texts of the columns, ``None`` where no text says them.
    """

    columns: tuple[str, ...]
    sets: Mapping[str, Quantity]
    read: Callable[..., Mapping[str, float]]
    allowed: Text
    examples: tuple[str, ...]
    """Texts of the first column that are accepted: shown to users, tried by tests."""
    declares: bool = True
    """Whether the quantities it sets are its own, with defaults read from its default text."""
    write: Callable[[Mapping[str, float]], tuple[str, ...] | None] = lambda values: None


def choice(name: str, *codes: str) -> TextInput:
    """Declare a text input that takes one of ``codes``; the quantity ``NAME_code`` holds its position."""

    def read(written: str) -> Mapping[str, float]:
        code = written.strip().lower().replace(" ", "_")
        if code not in codes:
            raise UnknownNameError(Text("choice", "choix"), written, codes)
        return {f"{name}_code": float(codes.index(code))}

    def write(values: Mapping[str, float]) -> tuple[str, ...] | None:
        code = values[f"{name}_code"]
        return (codes[int(code)],) if code in range(len(codes)) else None

    declared = quantity("code", 0, len(codes) - 1, payment_term=True).named(f"{name}_code")
    listed = ", ".join(codes)
    return TextInput(
        (name,),
        {declared.name: declared},
        read,
        Text(f"it must be one of {listed}", f"les valeurs possibles sont {listed}"),
        codes,
        write=write,
    )


Computation = Callable[..., Operand]


@dataclass(frozen=True)
class Fixed:
    """A named working with one value for the whole deal; as an attribute it gives that value."""

    compute: Computation
    unit: str
    name: str

    def __get__(self, model: Computing | None, owner: type) -> Any:
        """Return the declaration on the class, the operand on an instance."""
        return self if model is None else model.fixed_working(self.name, self.unit, lambda: self.compute(model))


@dataclass(frozen=True)
class Yearly:
    """A named working with one value a year; as an attribute it is called with the year."""

    compute: Computation
    unit: str
    name: str

    def __get__(self, model: Computing | None, owner: type) -> Any:
        """Return the declaration on the class, a function of the year on an instance."""
        if model is None:
            return self
        return lambda year: model.yearly_working(self.name, self.unit, lambda: self.compute(model, year))


def fixed(unit: str) -> Callable[[Computation], Fixed]:
    """Name a working computed once: ``@fixed("EUR") def repayment(self)``."""
    return lambda compute: Fixed(compute, unit, compute.__name__)


def yearly(unit: str) -> Callable[[Computation], Yearly]:
    """Name a working computed every year: ``@yearly("FTE") def jobs(self, year)``."""
    return lambda compute: Yearly(compute, unit, compute.__name__)


@dataclass
class Contract:
    """Everything a model class declares, gathered once."""

    quantities: dict[str, Quantity] = field(default_factory=dict)
    texts: dict[str, TextInput] = field(default_factory=dict)
    workings: dict[str, Fixed | Yearly] = field(default_factory=dict)

    @classmethod
    def of(cls, owner: type) -> Contract:
        """Gather the declarations of ``owner`` and its bases, the bases first."""
        contract = cls()
        for base in reversed(owner.__mro__):
            for name, declared in vars(base).items():
                if isinstance(declared, Quantity):
                    contract.quantities[name] = declared
                elif isinstance(declared, TextInput):
                    contract.texts[name] = declared
                    if declared.declares:
                        contract.quantities.update(declared.sets)
                elif isinstance(declared, Fixed | Yearly):
                    contract.workings[name] = declared
        return contract
