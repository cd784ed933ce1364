"""Accounts on the command line: admin create, list, password, remove."""

import sys
from typing import Annotated

import typer

from service.domain.accounts import Account, AccountRole
from service.domain.phrases import Phrasebook

admin = typer.Typer(no_args_is_help=True, help="Accounts of the people who may log in.")

Name = Annotated[str, typer.Argument(help="Name of a function, such as integrationsbuero; no person's name")]


@admin.command()
def create(
    name: Name,
    role: Annotated[AccountRole, typer.Option(help="viewer reads, officer edits, admin also imports and merges")] = (
        AccountRole.ADMIN
    ),
    place: Annotated[
        list[str] | None, typer.Option(help="Key of a place that the account keeps to; repeatable")
    ] = None,
) -> None:
    """Create an account; the password is asked for, or read from standard input."""
    from service.cli import opened
    from service.usecases.keep_accounts import create_account

    with opened() as resources:
        create_account(resources, Account(name, role, tuple(place or ())), _password(resources.phrases))
        typer.echo(resources.phrases.sentence("cli_account_created", "de", name=name, role=role.value))


@admin.command("list")
def list_() -> None:
    """List accounts with their role and places."""
    from service.cli import opened
    from service.usecases.keep_accounts import all_accounts

    with opened() as resources:
        for account in all_accounts(resources):
            typer.echo(" ".join((account.name, account.role, *account.places)))


@admin.command()
def password(name: Name) -> None:
    """Give an account another password; its sessions end."""
    from service.cli import opened
    from service.usecases.keep_accounts import set_password

    with opened() as resources:
        set_password(resources, name, _password(resources.phrases))
        typer.echo(resources.phrases.sentence("cli_password_set", "de", name=name))


@admin.command()
def remove(name: Name) -> None:
    """Remove an account; its sessions end."""
    from service.cli import opened
    from service.usecases.keep_accounts import remove_account

    with opened() as resources:
        remove_account(resources, name)
        typer.echo(resources.phrases.sentence("cli_account_removed", "de", name=name))


def _password(phrases: Phrasebook) -> str:
    """The password that is typed twice at a terminal, else the first line of standard input."""
    if sys.stdin.isatty():
        asked, again = (phrases.sentence(code, "de") for code in ("cli_password", "cli_password_again"))
        typed: str = typer.prompt(asked, hide_input=True, confirmation_prompt=again)
        return typed
    return sys.stdin.readline().rstrip("\r\n")
