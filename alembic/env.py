"""Alembic's entry: takes the connection it is handed (crm.migrate), or opens the configured database."""

from alembic import context

from crm.db import UTCDateTime, open_engine
from crm.models import metadata


def render(kind, item, autogen):
    """Migrations stand on their own: they name plain column types, not ours."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UTCDateTime) else False


def run(connection) -> None:
    """Run the migrations over ``connection``, one transaction each."""
    if connection.dialect.name != "sqlite":
        migrate(connection)
        return
    # SQLite changes a table by copying it, and refuses to drop the old one while others point at it. So foreign keys
    # are off meanwhile (which works outside of a transaction alone), and checked before each migration is committed.
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF").close()
    try:
        migrate(connection, on_version_apply=check_keys)
    finally:
        # Each migration is committed by now. What is still open only looked, and would keep the keys switched off.
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON").close()


def check_keys(*, ctx, **_about) -> None:
    """Refuse a migration that leaves a row pointing at nothing."""
    lost = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if lost is not None:
        raise RuntimeError(f"row {lost[1]} of {lost[0]} points at a row of {lost[2]} that is not there")


def migrate(connection, **more) -> None:
    """Run the migrations."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
        # SQLite can roll back DDL; our connections begin their own transactions, so a failed migration leaves nothing.
        transactional_ddl=True,
        compare_type=True,
        render_item=render,
        **more,
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
