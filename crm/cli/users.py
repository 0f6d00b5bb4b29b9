"""``crm user``: who signs in."""

from __future__ import annotations

from typing import Annotated

import typer

from crm import clock
from crm.accounts import queries, service
from crm.accounts.models import LinkPurpose
from crm.cli import context
from crm.coalition.models import Membership, Role
from crm.coalition.queries import find_organization
from crm.coalition.service import add_member

ADDRESS = "http://127.0.0.1:8000"
Address = Annotated[str, typer.Option(help="Where people reach this server; the link begins with it.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this topic."""
    topic = typer.Typer(help="Who signs in: add users, hand out links, let somebody go.", no_args_is_help=True)
    topic.command("add")(add)
    topic.command("link")(link)
    topic.command("off")(off)
    topic.command("list")(list_users)
    app.add_typer(topic, name="user")


def add(
    email: Annotated[str, typer.Argument(help="The address they sign in with.")],
    name: Annotated[str, typer.Option(help="The name colleagues know them by.")],
    organization: Annotated[str | None, typer.Option(help="Slug of the organization they work for.")] = None,
    role: Annotated[Role, typer.Option(help="Their part in it.")] = Role.ORGANIZER,
    admin: Annotated[bool, typer.Option("--admin", help="They may also administer the server.")] = False,
    address: Address = ADDRESS,
) -> None:
    """Add a user, and print a link that lets them in once to choose a password."""
    with context.writing() as (session, viewer):
        user = service.add_user(session, email, name, is_admin=admin)
        if organization:
            joined: Membership = add_member(session, viewer, find_organization(session, organization).id, user.id, role)
            context.notes.print(f"{user.name} works for {organization} as {joined.role.value}.")
        token = service.new_link(session, user, LinkPurpose.SET_PASSWORD)
    print_link(f"{user.name} can sign in once, until tomorrow, with", token, address)


def link(
    email: Annotated[str, typer.Argument(help="The address they sign in with.")],
    password: Annotated[bool, typer.Option("--password", help="The link also asks for a new password.")] = False,
    address: Address = ADDRESS,
) -> None:
    """Print a link that lets a user in once, for a day."""
    with context.writing() as (session, _):
        user = service.find_user(session, email)
        purpose = LinkPurpose.SET_PASSWORD if password else LinkPurpose.SIGN_IN
        token = service.new_link(session, user, purpose)
    print_link(f"{user.name} can sign in once, until tomorrow, with", token, address)


def off(email: Annotated[str, typer.Argument(help="The address they signed in with.")]) -> None:
    """Let a user in no more, and sign out all their browsers. What they recorded stays."""
    with context.writing() as (session, _):
        user = service.find_user(session, email)
        service.deactivate(session, user)
    context.notes.print(f"{user.name} is signed out everywhere and cannot sign in any more.")


def list_users(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Who signs in here, or did."""
    with context.reading() as (session, _):
        found = queries.users(session)
    if json:
        context.print_json({"users": found})
        return
    rows = [
        (
            user.email,
            user.name,
            "administrator" if user.is_admin else "",
            ("password" if user.has_password else "by link") if user.is_active else "off",
            clock.local(user.last_seen_at).date() if user.last_seen_at else "never",
        )
        for user in found
    ]
    context.print_table("Users", ["address", "name", "may", "signs in", "last sign-in"], rows)


def print_link(words: str, token: str, address: str) -> None:
    """The words and the link, to standard output: it is what was asked for."""
    typer.echo(f"{words}\n\n    {address.rstrip('/')}/welcome/{token}\n")
