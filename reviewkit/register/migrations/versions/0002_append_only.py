"""The database itself refuses to change or delete an entry; runs are found without reading the whole log."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SQLITE = """
CREATE TRIGGER register_entry_no_{verb} BEFORE {VERB} ON register_entry
BEGIN SELECT RAISE(ABORT, 'register_entry is append-only'); END
"""
_SQLITE_REPLACE = """
CREATE TRIGGER register_entry_no_replace BEFORE INSERT ON register_entry
WHEN EXISTS (SELECT 1 FROM register_entry
             WHERE number = NEW.number OR previous = NEW.previous OR hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'register_entry is append-only'); END
"""
"""INSERT OR REPLACE deletes what is in its way without asking the trigger on deletes."""

_POSTGRESQL = """
CREATE FUNCTION register_entry_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'register_entry is append-only'; END $$
"""
_POSTGRESQL_TRIGGER = """
CREATE TRIGGER register_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON register_entry
FOR EACH STATEMENT EXECUTE FUNCTION register_entry_append_only()
"""


def upgrade() -> None:
    """Make the triggers and the index."""
    op.create_index("ix_register_entry_kind", "register_entry", ["kind"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRESQL)
        op.execute(_POSTGRESQL_TRIGGER)
        return
    for verb in ("update", "delete"):
        op.execute(_SQLITE.format(verb=verb, VERB=verb.upper()))
    op.execute(_SQLITE_REPLACE)


def downgrade() -> None:
    """There is no way back but a backup: the register is append-only."""
    raise NotImplementedError
