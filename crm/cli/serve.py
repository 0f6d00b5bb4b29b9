"""``crm serve``: the web front end, on this machine."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from typing import Annotated

import typer

from crm.accounts import queries, service
from crm.accounts.models import LinkPurpose
from crm.cli import context
from crm.cli.users import print_link
from crm.config import get_settings
from crm.errors import InvalidInput
from crm.sessions import Database

HERE = "127.0.0.1"


def register(app: typer.Typer) -> None:
    """Add the commands of this topic."""
    app.command("serve")(serve)


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on; other than this machine needs HTTPS.")] = HERE,
) -> None:
    """Serve the web pages. At the first run a link is printed that signs the administrator in."""
    run(context.database(), host, port)


def run(database: Database, host: str, port: int) -> None:
    """Serve ``database`` until interrupted. Raises InvalidInput when somebody else listens on the port."""
    import uvicorn  # noqa: PLC0415 - takes longer to load than most commands take

    listening = _listen(host, port)
    address = f"http://{host}:{port}"
    with listening:
        print_first_link(database, address)
        typer.echo(f"Whipcount is served at {address}. Stop it with Ctrl+C.")
        # The application is named, not imported: the command line knows nothing of the web.
        os.environ["CRM_DATABASE_URL"] = database.engine.url.render_as_string(hide_password=False)
        if host in (HERE, "localhost", "::1"):
            os.environ.setdefault("CRM_INSECURE_COOKIES", "true")
        get_settings.cache_clear()
        config = uvicorn.Config(
            "web.app:from_environment", factory=True, log_level="warning", server_header=False, date_header=False
        )
        # Stopped in good order, uvicorn raises the interruption once more: for us all went well.
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])


def print_first_link(database: Database, address: str) -> None:
    """Print a link for the administrator while none of them has a password; make the first one where there is none."""
    with database.write(reason="first run") as session:
        if queries.an_administrator_can_sign_in(session):
            return
        admin = queries.first_administrator(session)
        if admin is None:
            admin = service.add_user(session, "administrator@localhost", "Administrator", is_admin=True)
            purpose, words = LinkPurpose.SET_PASSWORD, "First run. Open this link once to become the administrator:"
        else:
            purpose, words = LinkPurpose.SIGN_IN, f"This link signs {admin.name} in, once:"
        token = service.new_link(session, admin, purpose)
    print_link(words, token, address)


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket, taken before anything is printed: a link to somebody else's server helps nobody."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise InvalidInput(
            f"Cannot listen on {host}, port {port}: {error.strerror or error}.", hint="Choose another with --port."
        ) from None
    return listening
