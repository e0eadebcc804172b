"""``costbench doctor``: what works on this computer, and how to mend what does not."""

from __future__ import annotations

import click

from costbench.cli.terminal.program import Command
from costbench.language import Language, Text

MARKS = {True: "✔", False: "✘", None: "–"}
WELL = Text("Nothing is broken.", "Rien n’est cassé.")
ILL = Text("{count} to mend: see the lines with ✘.", "{count} à réparer\u00a0: voir les lignes marquées ✘.")


def run(language: Language) -> int:
    """Print the findings; exit with 1 when something is broken."""
    from costbench.interfaces.udf.packaging.diagnosis import findings

    found = findings()
    for finding in found:
        click.echo(f"{MARKS[finding.ok]} {finding.what.to(language)}")
        if finding.ok is not True and finding.remedy.en:
            click.echo(f"  → {finding.remedy.to(language)}")
    broken = sum(finding.ok is False for finding in found)
    click.echo((ILL.format(count=broken) if broken else WELL).to(language))
    return 1 if broken else 0


command = Command(
    "doctor",
    run,
    Text(
        "Say what works here (Python, Excel, LibreOffice, add-ins, versions) and how to mend what does not.",
        "Dit ce qui fonctionne ici (Python, Excel, LibreOffice, compléments, versions) et comment réparer le reste.",
    ),
    ("costbench doctor",),
)
