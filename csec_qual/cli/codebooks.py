"""``codebook test`` and ``codebook show``, and the group of every command on codebooks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

import csec_qual as cq
from csec_qual.base.identity import Json
from csec_qual.base.text import one_line
from csec_qual.cli import covering, differing, drafting, scoring, show
from csec_qual.cli.options import codebook_option, json_option

if TYPE_CHECKING:
    from csec_qual.model.codes import Code, Codebook
    from csec_qual.tagging.examples import ExampleResult
    from csec_qual.tagging.generality import Copy

DEFAULT_SHARE = 0.85


@click.group()
def codebook() -> None:
    """Test, measure and read a codebook."""


@codebook.command()
@codebook_option
@click.option("--code", "codes", multiple=True, metavar="ID", help="Only this code; repeatable.")
@click.option(
    "--at-least",
    type=click.FloatRange(0, 1),
    default=DEFAULT_SHARE,
    show_default=True,
    metavar="SHARE",
    help="Share of the examples, and of the counter-examples, that must pass.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 where a rule, list or cue copies an example.")
@json_option
@click.pass_context
def test(
    context: click.Context,
    codebook: str,
    codes: tuple[str, ...],
    at_least: float,
    strict: bool,
    as_json: bool,
) -> None:
    """Run every example and counter-example of a codebook through the real engine.

    Each one that fails is shown with its place and what fired. The exit code is 1 where fewer pass
    than asked for. The codebook's files stay as they are.

    A warning says that something describes one example, not how people say things: it repeats five
    content-bearing words in a row of that example, and it matches in no other example and nowhere in
    the sample study. Such a rule passes its test and fails on the next transcript. Say the idea in
    words that others would use, or pair two ideas with NEAR.

    \b
    Example:
        csec-qual codebook test --code tg-caregiver --at-least 0
    """
    check = cq.check_codebook(codebook, codes)
    report = check.report
    for copy in check.copies:
        if as_json:
            show.json_line(_copy_record(copy, codebook))
        else:
            _show_copy(copy, codebook)
    for failure in report.failures:
        if as_json:
            show.json_line(_failure_record(failure, codebook))
        else:
            _show_failure(failure, codebook)
    scores = {"examples": report.examples, "counter_examples": report.counter_examples}
    if as_json:
        show.json_line({name: {"passed": passed, "of": of} for name, (passed, of) in scores.items()})
    else:
        for name, (passed, of) in scores.items():
            click.echo(f"{name.replace('_', '-')}: {passed} of {of} passed ({_share(passed, of):.1%})")
        click.echo(f"copies of one example's own words: {len(check.copies)}")
    if (strict and check.copies) or any(_share(passed, of) < at_least for passed, of in scores.values()):
        context.exit(1)


@codebook.command("show")
@click.argument("code_id", metavar="[CODE]", required=False)
@codebook_option
@json_option
def show_codebook(code_id: str | None, codebook: str, as_json: bool) -> None:
    """Show the themes and codes of a codebook, or every part of one code.

    The codebook's files stay as they are.

    \b
    Example:
        csec-qual codebook show tg-caregiver
    """
    book = cq.read_codebook(codebook)
    codes = book.codes if code_id is None else (cq.find_code(book, code_id),)
    if as_json:
        for code in codes:
            show.json_line(_code_record(code))
    elif code_id is None:
        _show_themes(book)
    else:
        _show_code(codes[0])


codebook.add_command(scoring.score)
codebook.add_command(covering.coverage)
codebook.add_command(differing.diff)
codebook.add_command(drafting.draft)


def _share(passed: int, of: int) -> float:
    """Nothing to test is nothing failed."""
    return passed / of if of else 1.0


def _failure_record(failure: "ExampleResult", codebook: str) -> dict[str, Json]:
    return {
        "kind": "example" if failure.wanted else "counter-example",
        "code": failure.code_id,
        "file": f"{codebook}/{failure.example.place.path}",
        "line": failure.example.place.line,
        "text": failure.example.text,
        "why": failure.example.why,
        "rule": failure.suggestion.rule_id if failure.suggestion else None,
        "status": failure.suggestion.status.value if failure.suggestion else None,
    }


def _show_failure(failure: "ExampleResult", codebook: str) -> None:
    place = failure.example.place
    kind = "example" if failure.wanted else "counter-example"
    click.echo(f"{codebook}/{place.path}:{place.line}: {failure.code_id}: {kind} {_happened(failure)}")
    show.paragraph(failure.example.text)
    if failure.example.why:
        show.paragraph(f"(a near miss: {failure.example.why})")


def _copy_record(copy: "Copy", codebook: str) -> dict[str, Json]:
    return {
        "kind": "copy",
        "name": copy.name,
        "code": copy.code_id or None,
        "file": f"{codebook}/{copy.place.path if copy.place else 'terms.yaml'}",
        "line": copy.place.line if copy.place else None,
        "words": copy.words,
        "example": {
            "code": copy.example_code,
            "file": f"{codebook}/{copy.example.place.path}",
            "line": copy.example.place.line,
            "text": copy.example.text,
        },
    }


def _show_copy(copy: "Copy", codebook: str) -> None:
    place = f"{copy.place.path}:{copy.place.line}" if copy.place else "terms.yaml"
    click.echo(
        f"{codebook}/{place}: warning: {copy.name} describes one example, not how people say things. "
        f"It copies '{one_line(copy.words)}' and matches nothing else."
    )
    where = copy.example.place
    show.paragraph(f"{codebook}/{where.path}:{where.line}: {copy.example_code}: {copy.example.text}")


def _happened(failure: "ExampleResult") -> str:
    fired = failure.suggestion
    if fired is None:
        return "not found: no rule fired."
    if failure.wanted:
        return f"does not count: {fired.rule_id} fired, but as {fired.status}."
    return f"counts: {fired.rule_id} fired, as {fired.status}."


def _code_record(code: "Code") -> dict[str, Json]:
    return {
        "code": code.code_id,
        "theme": code.theme_id,
        "label": code.label,
        "version": code.version,
        "status": code.status.value,
        "short": code.short,
        "full": code.full,
        "use": list(code.use),
        "do_not_use": [{"when": e.when, "use_instead": list(e.use_instead)} for e in code.do_not_use],
        "examples_yes": [example.text for example in code.examples_yes],
        "examples_no": [{"text": example.text, "why": example.why} for example in code.examples_no],
        "rules": [{"id": rule.rule_id, "find": rule.find, "unless": rule.unless} for rule in code.rules],
        "accept": [status.value for status in code.assertion.accept],
        "review": [status.value for status in code.assertion.review],
        "attributes": list(code.attributes),
    }


def _show_themes(book: "Codebook") -> None:
    click.echo(f"{book.title}, version {book.version}")
    groups = [(theme.label, theme.codes) for theme in book.themes]
    for label, codes in [*groups, ("Attributes", book.attributes)]:
        click.echo(f"\n{label}")
        for code in codes:
            click.echo(f"  {code.code_id:<24} {code.label}")


def _show_code(code: "Code") -> None:
    click.echo(f"{code.code_id}  {code.label}  (version {code.version}, {code.status})")
    for paragraph in filter(None, (code.short, code.full)):
        show.paragraph(paragraph)
    instead = [
        e.when + (f" Use instead: {', '.join(e.use_instead)}." if e.use_instead else "")
        for e in code.do_not_use
    ]
    near_misses = [f"{e.text} ({e.why})" if e.why else e.text for e in code.examples_no]
    rules = [
        f"{rule.rule_id}: {rule.find or 'a token or dependency pattern'}"
        + (f" UNLESS {rule.unless}" if rule.unless else "")
        for rule in code.rules
    ]
    _show_list("Use", code.use)
    _show_list("Do not use", instead)
    _show_list("Examples", [example.text for example in code.examples_yes])
    _show_list("Near misses", near_misses)
    _show_list("Rules", rules)
    _show_list("Counts when", [", ".join(code.assertion.accept)])
    _show_list("Waits for a person when", [", ".join(code.assertion.review)])


def _show_list(title: str, items: Sequence[str]) -> None:
    if any(items):
        click.echo(title)
    for item in filter(None, items):
        show.paragraph(item)
