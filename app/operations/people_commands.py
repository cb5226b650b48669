"""`flask people add`: the first administrator of a new installation, or anybody else."""

import click
from flask.cli import AppGroup

from app.foundation.errors import Refused
from app.foundation.transactions import transaction
from app.people import services
from app.people.models import PersonKind

people_commands = AppGroup("people", help="People and their accounts.")


@people_commands.command("add")
@click.argument("name")
@click.argument("email")
@click.option("--kind", type=click.Choice([kind.value for kind in PersonKind]), default="officer")
@click.option("--administrator", is_flag=True)
@click.option("--honorific", default="")
@click.password_option()
def add(
    name: str, email: str, kind: str, administrator: bool, honorific: str, password: str
) -> None:
    """Enter NAME in the directory with an account for EMAIL."""
    try:
        services.check_address(email)
        chosen = services.prepared(password, email=email, name=name)
        with transaction():
            person = services.add_person(
                by=None, name=name, kind=PersonKind(kind), honorific=honorific
            )
            services.open_account(
                person,
                by=None,
                email=email,
                password=chosen,
                is_administrator=administrator,
                is_officer=kind == PersonKind.OFFICER,
            )
    except Refused as refusal:
        raise click.ClickException(refusal.sentence) from None
    click.echo(f"{person.full_name} can sign in as {email.lower()}.")
