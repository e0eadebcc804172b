"""The command line: a module in this folder that holds a ``command`` is a command, with no list to edit."""

from __future__ import annotations

from costbench.cli.terminal.program import Program
from costbench.language import Text

main = Program(
    "costbench",
    package=__name__,
    summary=Text(
        "Compare the ways a social-economy organisation can work with companies and public bodies: what each one "
        "takes to set up, what it brings to whom, and what can go wrong.",
        "Compare les façons dont une structure de l’économie sociale peut travailler avec des entreprises et des "
        "acteurs publics : l’effort de montage, ce que chacun y gagne, et les risques.",
    ),
    examples=(
        "costbench compare --set annual_budget=900000 --set cash_reserve=120000",
        "costbench show joint_venture",
    ),
)
