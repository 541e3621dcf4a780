"""The command reference as Markdown, made from the commands themselves; cog writes it to docs/cli.md."""

import inspect
from collections.abc import Iterator

import click

from csec_qual.cli.main import main


def reference() -> str:
    """Every command with its help, arguments and options, in the order of ``csec-qual --help``."""
    return "\n".join(line for words, command in _commands(main, ()) for line in _entry(words, command))


def _commands(group: click.Group, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, (*words, name))
        else:
            yield (*words, name), command


def _entry(words: tuple[str, ...], command: click.Command) -> Iterator[str]:
    text, _, example = inspect.cleandoc(command.help or "").partition("\b\nExample:\n")
    arguments = [_metavar(each) for each in command.params if isinstance(each, click.Argument)]
    options = [each for each in command.params if isinstance(each, click.Option)]
    yield f"## csec-qual {' '.join(words)}\n"
    yield f"    csec-qual {' '.join([*words, *(['[OPTIONS]'] if options else []), *arguments])}\n"
    yield f"{text.strip()}\n"
    yield f"```sh\n{inspect.cleandoc(example)}\n```\n"
    if options:
        yield "\n".join(map(_option, options)) + "\n"


def _metavar(argument: click.Argument) -> str:
    name = argument.metavar or (argument.name or "").upper()
    return name if argument.required or name.startswith("[") else f"[{name}]"


def _option(option: click.Option) -> str:
    names = ", ".join(option.opts)
    value = "" if option.is_flag else f" {_value(option)}"
    default = f" Default: {option.default}." if option.show_default else ""
    return f"- `{names}{value}`: {option.help}{default}"


def _value(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return "|".join(option.type.choices)
    return option.metavar or "N"
