"""Commands in two languages: help, options and mistakes in French or in English, exit codes 0, 1 and 2.

Nothing heavy is imported here: ``costbench --help`` waits for click alone.
"""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from costbench.cli.terminal.figures import unbroken
from costbench.cli.terminal.mistakes import MisuseError, failed
from costbench.errors import close_matches
from costbench.language import LANGUAGES, Language, Text, system_language

UNKNOWN = Text(
    "There is no command `{name}`. Did you mean {close}?",
    "La commande « {name} » n’existe pas. Vouliez-vous dire {close} ?",
)
JSON = Text("Print plain data (JSON), for a program to read.", "Sortie en données brutes (JSON), pour un programme.")
NAMED = Text(
    "An identifier, a French name or an alias, such as joint_venture or cis.",
    "Un identifiant, un nom français ou un autre nom accepté, comme joint_venture ou cis.",
)
ARGUMENT = Text("COMMAND …", "COMMANDE …")
EXTRA = Text(
    "`{word}` is one argument too many. See `{command} --help`.",
    "« {word} » est un argument de trop. Voir « {command} --help ».",
)
USAGE = Text("Usage: ", "Usage\u00a0: ")
ARGUMENTS, OPTIONS = Text("Arguments", "Arguments\u00a0"), Text("Options", "Options\u00a0")
EXAMPLES, COMMANDS = Text("Example", "Exemple\u00a0"), Text("Commands", "Commandes\u00a0")


def spoken(arguments: Sequence[str]) -> Language:
    """Return the language that ``--lang`` asks for, wherever it stands, else the system's."""
    for position, argument in enumerate(arguments):
        name, sign, value = argument.partition("=")
        if name == "--lang":
            following = arguments[position + 1 : position + 2]
            asked = value if sign else "".join(following)
            return "fr" if asked == "fr" else "en" if asked == "en" else system_language()
    return system_language()


def language_of(ctx: click.Context) -> Language:
    """Return the language in which this call of the program speaks."""
    return "fr" if ctx.find_root().obj == "fr" else "en"


class Option(click.Option):
    """An option explained in both languages."""

    def __init__(self, names: Sequence[str], said: Text, **rest: Any) -> None:
        super().__init__(names, **rest)
        self.said = said

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """Return the option as written, and its explanation."""
        names = ", ".join(sorted((*self.opts, *self.secondary_opts), key=len))
        return names if self.is_flag else f"{names} {self.metavar}", unbroken(self.said.to(language_of(ctx)))


class Argument(click.Argument):
    """An argument explained in both languages."""

    def __init__(self, name: str, said: Text, **rest: Any) -> None:
        written = name.upper() if rest.get("required", True) else f"[{name.upper()}]"
        super().__init__([name], metavar=rest.pop("metavar", written), **rest)
        self.said = said


def show_help(ctx: click.Context, option: click.Parameter, asked: bool) -> None:
    """Print the help of the command and leave."""
    if asked and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()


def show_version(ctx: click.Context, option: click.Parameter, asked: bool) -> None:
    """Print the version and leave."""
    if asked and not ctx.resilient_parsing:
        from costbench import __version__

        click.echo(f"costbench {__version__}")
        ctx.exit()


def print_json(data: object) -> None:
    """Print plain data as JSON, accents as they are where the output can hold them."""
    import json

    plain = not str(getattr(sys.stdout, "encoding", "utf-8")).lower().startswith("utf")
    click.echo(json.dumps(data, ensure_ascii=plain, indent=2, allow_nan=False))


def common_options() -> list[click.Parameter]:
    """Return the options of every command: ``--lang`` and ``--help``."""
    said = Text(
        "Language: en or fr (default: that of the system).", "Langue : en ou fr (par défaut, celle du système)."
    )
    helped = Text("Show this help.", "Affiche cette aide.")
    return [
        Option(["--lang"], said, type=click.Choice(LANGUAGES), metavar="en|fr", expose_value=False),
        Option(["--help", "-h"], helped, is_flag=True, is_eager=True, expose_value=False, callback=show_help),
    ]


class Bilingual(click.Command):
    """What a command and the program have in common: a summary, arguments, options and examples in two languages."""

    summary: Text
    examples: Sequence[str]

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the language of the call."""
        language = language_of(ctx)
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), USAGE.to(language))
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(unbroken(self.summary.to(language)))
        self.write_parameters(ctx, formatter, language)
        with formatter.section(EXAMPLES.to(language)):
            for example in self.examples:
                formatter.write(f"{' ' * formatter.current_indent}{example}\n")

    def write_parameters(self, ctx: click.Context, formatter: click.HelpFormatter, language: Language) -> None:
        """Write the arguments, then the options."""
        arguments = [
            (str(item.metavar), unbroken(item.said.to(language))) for item in self.params if isinstance(item, Argument)
        ]
        options = [item.get_help_record(ctx) for item in self.params if isinstance(item, Option)]
        for title, rows in ((ARGUMENTS, arguments), (OPTIONS, options)):
            if rows:
                with formatter.section(title.to(language)):
                    formatter.write_dl(rows)


class Command(Bilingual):
    """One command; ``run(language, **parameters)`` does the work and returns its exit code, ``None`` for 0."""

    def __init__(
        self,
        name: str,
        run: Callable[..., int | None],
        summary: Text,
        examples: Sequence[str],
        params: Sequence[click.Parameter] = (),
    ) -> None:
        super().__init__(
            name, callback=run, params=[*params, *common_options()], add_help_option=False, options_metavar="[OPTIONS]"
        )
        self.summary, self.examples = summary, examples

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; one too many is a mistake said in the user's language."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest:
            raise MisuseError(EXTRA.format(word=word, command=ctx.command_path) for word in rest)
        return rest

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command in the language of the call."""
        assert self.callback is not None
        return ctx.invoke(self.callback, language_of(ctx), **ctx.params)


@click.pass_context
def greet(ctx: click.Context) -> None:
    """Show the help to somebody who names no command."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


class Program(Bilingual, click.Group):
    """The program: finds its commands by scanning a package for modules that hold a ``command``."""

    def __init__(self, name: str, package: str, summary: Text, examples: Sequence[str]) -> None:
        said = Text("Show the version.", "Affiche la version.")
        version = Option(["--version"], said, is_flag=True, is_eager=True, expose_value=False, callback=show_version)
        super().__init__(
            name,
            callback=greet,
            params=[version, *common_options()],
            add_help_option=False,
            invoke_without_command=True,
        )
        self.package, self.summary, self.examples = package, summary, examples

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the modules that hold a command."""
        modules = pkgutil.iter_modules(import_module(self.package).__path__)
        names = [module.name for module in modules if not module.ispkg]
        return [name for name in names if hasattr(import_module(f"{self.package}.{name}"), "command")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        found = import_module(f"{self.package}.{cmd_name}").command
        assert isinstance(found, Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first argument names; an unknown one is a mistake with close names."""
        name = args[0]
        if not name.startswith("-") and name not in self.list_commands(ctx):
            close = ", ".join(close_matches(name, self.list_commands(ctx)) or self.list_commands(ctx))
            raise MisuseError([UNKNOWN.format(name=name, close=close)])
        return super().resolve_command(ctx, args)

    def write_parameters(self, ctx: click.Context, formatter: click.HelpFormatter, language: Language) -> None:
        """Write the commands after the options."""
        super().write_parameters(ctx, formatter, language)
        rows = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section(COMMANDS.to(language)):
            formatter.write_dl(
                [(name, unbroken(found.summary.to(language))) for name, found in rows if isinstance(found, Command)]
            )

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what follows the program's name in the usage line."""
        return ["[OPTIONS]", ARGUMENT.to(language_of(ctx))]

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **rest: Any) -> Any:  # type: ignore[override]
        """Run the program and exit: 0 done, 1 failed, 2 the user's mistake, told as a list of sentences."""
        arguments = list(sys.argv[1:] if args is None else args)
        language = spoken(arguments)
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")
        try:
            rest |= {"standalone_mode": False, "obj": language}
            code = super().main(arguments, prog_name or "costbench", **rest)
        except Exception as error:
            code = failed(error, language)
        sys.exit(code or 0)
