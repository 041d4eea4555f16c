"""The tables of the register, as its newest migration leaves them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, Text

METADATA = MetaData()
REVISIONS = ("0001", "0002")
"""The migrations in their order: what this version knows, without reading them each time a register is opened."""

ENTRIES = Table(
    "register_entry",
    METADATA,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("by_role", String(200), nullable=False),
    Column("kind", String(32), nullable=False, index=True),
    Column("event", Text, nullable=False),
    Column("previous", String(64), nullable=False, unique=True),
    Column("hash", String(64), nullable=False, unique=True),
)
"""The log: one row an entry. `previous` is unique, so that a chain can never fork."""

VERSION = Table("register_version", MetaData(), Column("version_num", String(32), primary_key=True))
"""The migration that a register is at; the migrations write it."""
