"""`firstline people add`: let somebody into the panel."""

from typing import Annotated

import typer

from firstline.hosting.panel import require_tables


def add(
    email: Annotated[str, typer.Argument(help="E-mail address; an account is made if needed.")],
    service: Annotated[str, typer.Option(help="Slug of a service to work in.")] = "",
    role: Annotated[
        str,
        typer.Option(
            help="owner, publisher, specialist, agent, ml_engineer, analyst or auditor; "
            "a member's role is changed to it."
        ),
    ] = "owner",
    make_services: Annotated[
        bool,
        typer.Option("--make-services", help="Let this person onboard new services."),
    ] = False,
) -> None:
    """Add a person, or give one another role; prints a link where no mail leaves."""
    require_tables()
    from firstline.hosting.people import add_person  # noqa: PLC0415 - needs Django set up

    added = add_person(email, service=service, role=role, may_make_services=make_services)
    typer.echo(added.words)
    if added.link:
        typer.echo(f"set the password, once, within some days: {added.link}")
