"""The tables of a study's database.

Transcripts are kept by version: text never changes, a corrected file is a new version beside the old.
Only what somebody said who withdrew is blanked in all of them.
Suggestions are derived and may be deleted; the decision log only grows: triggers refuse to change,
delete or replace a row.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

about = Table(
    "about",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

transcripts = Table(
    "transcripts",
    metadata,
    Column("transcript_id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("file", String, nullable=False),
    Column("source_type", String, nullable=False),
    Column("reader", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("speakers", Text, nullable=False),
    Column("notices", Text, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("transcript_id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("speaker", String, nullable=False),
    Column("role", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("time_start", Float),
    Column("time_end", Float),
    Column("question", Text, nullable=False),
    ForeignKeyConstraint(
        ["transcript_id", "version"], ["transcripts.transcript_id", "transcripts.version"], ondelete="CASCADE"
    ),
)

# What was computed, also where nothing was found: a code whose fingerprint still stands is not run again.
computed = Table(
    "computed",
    metadata,
    Column("transcript_id", String, primary_key=True),
    Column("code_id", String, primary_key=True),
    Column("fingerprint", String, nullable=False),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("transcript_id", String, primary_key=True),
    Column("turn", Integer, primary_key=True),
    Column("code_id", String, primary_key=True),
    Column("counts", Integer, nullable=False),
    Column("needs_review", Integer, nullable=False),
    Column("score", Float, nullable=False),
    Column("attributes", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("fingerprint", String, nullable=False),
    Index(None, "code_id"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("decision_id", String, nullable=False, unique=True),
    Column("coder_id", String, nullable=False),
    Column("transcript_id", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("code_id", String, nullable=False),
    Column("code_version", Integer, nullable=False),
    Column("stance", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("suggestion_id", String, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("time", String, nullable=False),
    Column("step", String, nullable=False),
    # Made of the entry and of the link before it: see store.chain.
    Column("link", String, nullable=False),
    # Ids of decisions, apart by spaces; empty for a coder's own word.
    Column("settles", Text, nullable=False, server_default=""),
    CheckConstraint('start < "end"', name="forward"),
    Index(None, "transcript_id"),
)

# Who is to code what, and who has finished; a log like that of the decisions.
assignments = Table(
    "assignments",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("assignment_id", String, nullable=False, unique=True),
    Column("transcript_id", String, nullable=False),
    Column("coder_id", String, nullable=False),
    Column("event", String, nullable=False),
    Column("is_blind", Integer, nullable=False),
    Column("hides_suggestions", Integer, nullable=False),
    Column("by", String, nullable=False),
    Column("after", Integer, nullable=False),
    Column("time", String, nullable=False),
    Column("link", String, nullable=False),
)

# Who may sign in, and what they may do; a log like that of the decisions.
accounts = Table(
    "accounts",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("change_id", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("event", String, nullable=False),
    Column("role", String, nullable=False),
    Column("by", String, nullable=False),
    Column("time", String, nullable=False),
    Column("link", String, nullable=False),
)

# No log: of a password only the hash of the one in use is kept.
passwords = Table(
    "passwords",
    metadata,
    Column("name", String, primary_key=True),
    Column("hash", String, nullable=False),
)

# What people note; a log like that of the decisions.
memos = Table(
    "memos",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("entry_id", String, nullable=False, unique=True),
    Column("memo_id", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("place", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("by", String, nullable=False),
    Column("for_report", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("time", String, nullable=False),
    Column("link", String, nullable=False),
)

# Whose words were taken out, told without them; a log like that of the decisions.
withdrawals = Table(
    "withdrawals",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("withdrawal_id", String, nullable=False, unique=True),
    Column("participant_id", String, nullable=False),
    Column("by", String, nullable=False),
    Column("turns", Integer, nullable=False),
    Column("after", Integer, nullable=False),
    Column("time", String, nullable=False),
    Column("link", String, nullable=False),
)

# Queries that were edited in the workbench; a log like that of the decisions.
rule_edits = Table(
    "rule_edits",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("edit_id", String, nullable=False, unique=True),
    Column("rule_id", String, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("by", String, nullable=False),
    Column("time", String, nullable=False),
    Column("link", String, nullable=False),
)


def _guards(table: str, key: str) -> tuple[str, ...]:
    # SQLite's words; people's decisions must survive a mistaken statement, not only a mistaken program.
    # INSERT is among them because INSERT OR REPLACE deletes without asking the trigger on DELETE.
    taken = f"SELECT 1 FROM {table} WHERE {key} = NEW.{key} OR position = NEW.position"  # noqa: S608
    return tuple(
        f"CREATE TRIGGER IF NOT EXISTS {table}_refuse_{name} BEFORE {event} "
        f"BEGIN SELECT RAISE(ABORT, '{table} are never changed; append another'); END"
        for name, event in (
            ("update", f"UPDATE ON {table}"),
            ("delete", f"DELETE ON {table}"),
            ("replace", f"INSERT ON {table} WHEN EXISTS ({taken})"),
        )
    )


LOG_GUARDS = (
    *_guards("decisions", "decision_id"),
    *_guards("assignments", "assignment_id"),
    *_guards("accounts", "change_id"),
    *_guards("memos", "entry_id"),
    *_guards("withdrawals", "withdrawal_id"),
    *_guards("rule_edits", "edit_id"),
)
