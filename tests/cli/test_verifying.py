"""``report verify`` and ``report changes`` as people run them."""

from tests.cli.run import records, run


def test_verify_ends_with_one_where_something_is_wrong(study):
    """So that a script can stop before a report goes out."""
    run("report", "case-study", "maple", "--format", "md", "--date", "2026-06-30")
    path = study / "reports" / "maple.md"
    assert "0 to put right" in run("report", "verify", path).stdout
    path.write_text(path.read_text("utf-8").replace(" of ", " of 9", 1), encoding="utf-8")
    shown = run("report", "verify", path, code=1).stdout
    assert "wrong: " in shown
    assert records(run("report", "verify", path, "--json", code=1))[0]["is_wrong"] is True


def test_an_edited_report_is_kept_and_said_so(study):
    """The lead reads where the new draft is."""
    run("report", "case-study", "maple", "--format", "md", "--date", "2026-06-30")
    path = study / "reports" / "maple.md"
    path.write_text("# ours\n" + path.read_text("utf-8"), encoding="utf-8")
    done = run("report", "case-study", "maple", "--format", "md", "--date", "2026-06-30")
    assert "maple.new.md" in done.stdout
    assert "maple.md was edited" in done.stderr
    assert path.read_text("utf-8").startswith("# ours")


def test_changes_between_two_runs_are_told(study):
    """What a fact check wants to know of the second draft."""
    run("report", "case-study", "maple", "--format", "md", "--date", "2026-06-30")
    old = study / "reports" / "maple.md"
    run("report", "case-study", "maple", study / "later.md", "--audience", "public", "--date", "2026-07-31")
    shown = run("report", "changes", old, study / "later.md").stdout
    assert "+ " in shown
    assert "2026-07-31" in shown
    assert run("report", "changes", old, old).stdout == "Nothing changed.\n"
    assert "two formats" in run("report", "changes", old, study / "later.docx", code=2).stderr


def test_changes_are_written_as_a_page(study):
    """The county opens it beside its report; what people wrote stays text."""
    run("report", "case-study", "maple", "--format", "md", "--date", "2026-06-30")
    path = study / "reports" / "maple.md"
    later = study / "later.md"
    later.write_text(
        path.read_text("utf-8").replace("1 of ", "2 of ") + "\n<b>New</b> text.\n", encoding="utf-8"
    )
    run("report", "changes", path, later, "--page", study / "changes.html")
    page = (study / "changes.html").read_text("utf-8")
    assert "<del>1 </del>" in page
    assert "<ins>2 </ins>" in page
    assert "<b>New" not in page
