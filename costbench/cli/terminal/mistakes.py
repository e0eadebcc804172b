"""From an exception to the sentences a user reads, and the code with which the program exits."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from typing import Final

import click

from costbench.cli.terminal.figures import unbroken
from costbench.errors import CostbenchError, InputError, UnknownNameError, close_matches
from costbench.language import Language, Text

FAILURE: Final = 1
MISTAKE: Final = 2

TITLE = Text("costbench cannot go on:", "costbench ne peut pas continuer :")
INTERRUPTED = Text("Interrupted; nothing half-written is left.", "Interrompu ; rien d’inachevé n’est laissé.")
SYSTEM: Final[dict[int, Text]] = {
    errno.ENOENT: Text("the file or its folder does not exist", "le fichier ou son dossier n’existe pas"),
    errno.EACCES: Text("access is refused", "l’accès est refusé"),
    errno.EPERM: Text("access is refused", "l’accès est refusé"),
    errno.EISDIR: Text("it is a folder", "c’est un dossier"),
    errno.ENOTDIR: Text("its folder is a file", "son dossier est un fichier"),
    errno.ENOSPC: Text("the disk is full", "le disque est plein"),
    errno.EROFS: Text("the disk is read-only", "le disque est en lecture seule"),
    errno.EFBIG: Text("a file may not grow that large here", "un fichier ne peut pas y devenir aussi grand"),
    errno.EIO: Text("the disk or the network failed", "le disque ou le réseau a lâché"),
    errno.EMFILE: Text("too many files are open", "trop de fichiers sont ouverts"),
}
if hasattr(errno, "EDQUOT"):
    SYSTEM[errno.EDQUOT] = Text("the disk space granted to you is used up", "votre quota d’espace disque est épuisé")
MEMORY = Text(
    "There is not enough memory. Close other programs, or work on fewer scenarios or draws at a time.",
    "La mémoire ne suffit pas. Fermez d’autres programmes, ou traitez moins de scénarios ou de tirages à la fois.",
)


class MisuseError(CostbenchError):
    """What the user wrote on the command line or in a file cannot be used: one sentence a fault."""

    def __init__(self, faults: Iterable[Text]) -> None:
        self.faults = tuple(faults)
        super().__init__(Text(*("\n".join(sentences) for sentences in zip(*self.faults, strict=True))))


def failed(error: Exception, language: Language) -> int:
    """Tell what went wrong on the error stream and return the exit code.

    What is neither a mistake nor a failure foreseen is a fault of costbench and is raised again.
    """
    if isinstance(error, click.Abort):
        click.echo(INTERRUPTED.to(language), err=True)
        return FAILURE
    if isinstance(error, click.ClickException):
        tell([misread(error).to(language)], language)
        return MISTAKE
    if isinstance(error, CostbenchError):
        tell(sentences(error, language), language)
        return MISTAKE if isinstance(error, InputError | UnknownNameError | MisuseError) else FAILURE
    if isinstance(error, MemoryError):
        tell([MEMORY.to(language)], language)
        return FAILURE
    if isinstance(error, OSError) and error.errno:
        tell([not_possible(error).to(language)], language)
        return FAILURE
    raise error


def tell(problems: list[str], language: Language) -> None:
    """Print problems as a list on the error stream."""
    click.secho(unbroken(TITLE.to(language)), err=True, fg="red", bold=True)
    for problem in problems:
        click.echo(f"  • {unbroken(problem)}", err=True)


def sentences(error: CostbenchError, language: Language) -> list[str]:
    """Return every problem of an error, each a sentence, none twice."""
    if isinstance(error, MisuseError):
        return [fault.to(language) for fault in error.faults]
    if isinstance(error, InputError):
        return list(dict.fromkeys(problem.sentence(language) for problem in error.problems))
    return [error.sentence(language)]


def not_possible(error: OSError) -> Text:
    """Return why a file could not be used."""
    reason = SYSTEM.get(error.errno or 0, Text(*[str(error.strerror)] * 2))
    return Text(
        "`{file}` cannot be used: {reason}.",
        "« {file} » ne peut pas être utilisé : {reason}.",
    ).format(file=error.filename or "?", reason=reason)


def misread(error: click.ClickException) -> Text:
    """Return what is wrong with the command line."""
    command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "costbench"
    more = Text(f" See `{command} --help`.", f" Voir « {command} --help ».")
    return Text(*(a + b for a, b in zip(_what(error), more, strict=True)))


def _what(error: click.ClickException) -> Text:
    if isinstance(error, click.NoSuchOption):
        known = [name for item in error.ctx.command.params for name in item.opts] if error.ctx else []
        close = ", ".join(close_matches(error.option_name, known))
        return Text(
            f"There is no option {error.option_name}." + (f" Did you mean {close}?" if close else ""),
            f"Il n’existe pas d’option {error.option_name}." + (f" Vouliez-vous dire {close} ?" if close else ""),
        )
    if isinstance(error, click.BadOptionUsage):
        return Text(
            f"{error.message.rstrip('.')}.",
            f"L’option {error.option_name} attend une valeur, ou n’en prend pas.",
        )
    if isinstance(error, click.BadParameter):
        name = "/".join(error.param.opts) if isinstance(error.param, click.Option) else _metavar(error)
        if isinstance(error, click.MissingParameter):
            return Text(f"{name} is missing.", f"Il manque {name}.")
        allowed = _allowed(error.param)
        return Text(f"{name} is not usable: {allowed.en}.", f"{name} n’est pas utilisable : {allowed.fr}.")
    return Text(*[error.format_message()] * 2)


def _metavar(error: click.BadParameter) -> str:
    return str(error.param.metavar or error.param.human_readable_name) if error.param else "?"


def _allowed(param: click.Parameter | None) -> Text:
    kind = param.type if param else None
    if isinstance(kind, click.Choice):
        listed = ", ".join(str(choice) for choice in kind.choices)
        return Text(f"it is one of {listed}", f"les valeurs possibles sont {listed}")
    if isinstance(kind, click.types.IntRange):
        return Text(f"it is a whole number from {kind.min} up", f"on attend un nombre entier à partir de {kind.min}")
    return Text("it is a number", "on attend un nombre")


def no_such_file(path: str) -> MisuseError:
    """Return the mistake of naming a file that is not there."""
    return MisuseError(
        [
            Text(
                "There is no file `{path}`. Check its name and its folder.",
                "Le fichier « {path} » est introuvable. Vérifiez son nom et son dossier.",
            ).format(path=path)
        ]
    )


def no_such_folder(path: str) -> MisuseError:
    """Return the mistake of writing into a folder that is not there."""
    return MisuseError(
        [
            Text(
                "There is no folder `{path}`. Make it first, or write elsewhere.",
                "Le dossier « {path} » n’existe pas. Créez-le d’abord, ou écrivez ailleurs.",
            ).format(path=path)
        ]
    )
