"""Where templates come from, and what happens when one is wrong.

Templates run in a sandbox: they format what they are given and reach nothing else. Undefined names are
errors. A team's own folder is looked in first, so that one file can be replaced and the rest kept;
``shipped/case_study.html.j2`` always means the file that comes with the package.
"""

import traceback
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import SandboxedEnvironment

from csec_qual.base.errors import TemplateError
from csec_qual.base.shipped import templates as shipped_templates

SUFFIX = ".j2"


def environment(
    own: Path | None, *, autoescape: bool, finalize: Callable[[Any], Any] | None = None
) -> SandboxedEnvironment:
    """A sandbox that finds the team's templates before the shipped ones.

    Args:
        own: The team's folder of templates; None for the shipped ones alone.
        autoescape: Whether values are escaped for HTML.
        finalize: What to do with every value before it is printed, for other formats.

    Raises:
        TemplateError: ``own`` is no folder.
    """
    if own is not None and not own.is_dir():
        raise TemplateError(f"{own}: there is no such folder of templates. Name an existing folder.")
    return _environment(own, autoescape, finalize)


@cache
def _environment(
    own: Path | None, autoescape: bool, finalize: Callable[[Any], Any] | None
) -> SandboxedEnvironment:
    """Made once, so that a template is compiled once for all the pages it makes."""
    shipped = jinja2.FileSystemLoader(shipped_templates())
    first = [jinja2.FileSystemLoader(own)] if own is not None else []
    return SandboxedEnvironment(
        loader=jinja2.ChoiceLoader([*first, shipped, jinja2.PrefixLoader({"shipped": shipped})]),
        autoescape=autoescape,
        finalize=finalize,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(environment: SandboxedEnvironment, name: str, data: Mapping[str, object]) -> str:
    """One template with its data, as text.

    Raises:
        TemplateError: The template is missing, does not parse, or asks for something that is not
            there; the message names its file and line.
    """
    try:
        return environment.get_template(name).render(data)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(f"{error.filename or error.name}:{error.lineno}: {error.message}") from error
    except jinja2.TemplateNotFound as error:
        raise TemplateError(f"There is no template '{error.name}'. Check the name in {name}.") from error
    except UnicodeDecodeError as error:
        raise TemplateError(
            f"{name}: this template, or one it includes, is not UTF-8. Save it as UTF-8."
        ) from error
    except (
        jinja2.TemplateError,
        TypeError,
        ValueError,
        ArithmeticError,
        LookupError,
        AttributeError,
    ) as error:
        place = _place(error)
        if place is None:
            raise
        raise TemplateError(f"{place}: {error}") from error


def _place(error: Exception) -> str | None:
    """File and line of the template the error was raised in; None where a template did not raise it."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(SUFFIX)]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else None
