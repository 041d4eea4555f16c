"""How Alembic reaches the register: by the connection that it is given, and by nothing else."""

from alembic import context

from reviewkit.register.schema import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=METADATA, transactional_ddl=True, version_table="register_version"
)
with context.begin_transaction():
    context.run_migrations()
