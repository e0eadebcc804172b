"""The functions as LibreOffice calls them: texts of the wizard, and every call handed to the worker."""

from __future__ import annotations

import json
import os
from typing import Any

from .link import Missing, Silent, Stopped, Worker

MISSING = {
    "en": "costbench does not find its Python ({python}). "
    "Install the extension again: costbench addin install --target libreoffice",
    "fr": "costbench ne trouve pas son Python ({python}). "
    "Réinstallez l’extension\u00a0: costbench addin install --target libreoffice",
}
STOPPED = {
    "en": "costbench stopped during this computation. Recalculate: Ctrl+Shift+F9",
    "fr": "costbench s’est arrêté pendant ce calcul. Recalculez\u00a0: Ctrl+Maj+F9",
}
SILENT = {
    "en": "costbench took more than {seconds:.0f} s and was stopped. Ask for less, then recalculate.",
    "fr": "costbench a mis plus de {seconds:.0f}\u00a0s et a été arrêté. Demandez moins, puis recalculez.",
}
OTHER = {
    "en": "The extension is costbench {own}, Python has {found}. "
    "Install the extension again: costbench addin install --target libreoffice",
    "fr": "L’extension est costbench {own}, Python a la version {found}. "
    "Réinstallez l’extension\u00a0: costbench addin install --target libreoffice",
}


class Functions:
    """What the extension knows (settings, texts) and its one worker, shared by all open documents."""

    def __init__(self, folder: str) -> None:
        self.settings: dict[str, Any] = _read(folder, "settings.json")
        self.texts: dict[str, Any] = _read(folder, "functions.json")
        command = [self.settings["python"], "-m", "costbench.interfaces.udf.worker"]
        self.worker = Worker(command, float(self.settings["seconds"]), folder)

    def call(self, name: str, cells: list[Any], language: str) -> Any:
        """Return the answer of function ``name``: a value, or rows where it is a range; never raises."""
        question = {"name": name, "cells": cells, "language": language}
        try:
            answer = self.worker.ask(question)
            if self.worker.version != self.settings["version"]:
                answer = OTHER[language].format(own=self.settings["version"], found=self.worker.version)
        except Missing:
            answer = MISSING[language].format(python=self.settings["python"])
        except Stopped:
            answer = STOPPED[language]
        except Silent:
            answer = SILENT[language].format(seconds=self.worker.seconds)
        if self.texts[name]["range"]:
            return tuple(tuple(row) for row in answer) if isinstance(answer, list) else ((answer,),)
        return answer

    def about(self, name: str, language: str) -> str:
        """Return what a function does."""
        return self.texts[name]["about"][language] if name in self.texts else ""

    def argument(self, name: str, place: int, part: str, language: str) -> str:
        """Return the ``name`` or the explanation (``about``) of an argument."""
        known = self.texts[name]["arguments"] if name in self.texts else []
        if not 0 <= place < len(known):
            return ""
        said = known[place][part]
        return said if isinstance(said, str) else said[language]


def _read(folder: str, name: str) -> Any:
    with open(os.path.join(folder, name), encoding="utf-8") as file:  # noqa: PTH118,PTH123
        return json.load(file)
