"""Alembic's entry: takes the connection it is handed (crm.migrate), or opens the configured database."""

from alembic import context

from crm.db import UTCDateTime, open_engine
from crm.models import metadata


def render(kind, item, autogen):
    """Migrations stand on their own: they name plain column types, not ours."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UTCDateTime) else False


def run(connection) -> None:
    """Run the migrations over ``connection``, one transaction each."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
        # SQLite can roll back DDL; our connections begin their own transactions, so a failed migration leaves nothing.
        transactional_ddl=True,
        compare_type=True,
        render_item=render,
    )
    with context.begin_transaction():
        context.run_migrations()


handed = context.config.attributes.get("connection")
if handed is not None:
    run(handed)
elif context.is_offline_mode():
    raise SystemExit("Offline SQL is not offered: the migrations look at the database they change.")
else:
    with open_engine().connect().execution_options(write=True) as opened:
        run(opened)
