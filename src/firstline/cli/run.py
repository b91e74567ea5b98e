"""`firstline run`: answering, panel and worker in one command."""

from pathlib import Path
from typing import Annotated

import typer

from firstline.hosting.panel import bring_up_to_date
from firstline.hosting.worker_process import workers_beside
from firstline.serving.server import serve_app
from firstline.serving.settings import ServingSettings


def run(
    folder: Annotated[
        Path, typer.Argument(help="Folder of the service: its releases, journal and history.")
    ],
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    example_people: Annotated[
        bool,
        typer.Option(
            "--example-people",
            help="Add one account of each role, all with one "
            "password that everybody knows; for a demo on this machine.",
        ),
    ] = False,
) -> None:
    """Answer inquiries and let people work in the panel, on one port."""
    bring_up_to_date()
    from firstline.hosting.app import create_whole_app  # noqa: PLC0415 - needs Django set up
    from firstline.hosting.conversations.live import Live  # noqa: PLC0415
    from firstline.hosting.example_calendar import add_example_calendar  # noqa: PLC0415
    from firstline.hosting.example_people import EXAMPLE_PASSWORD  # noqa: PLC0415
    from firstline.hosting.registering import add_example_people, register  # noqa: PLC0415
    from firstline.panel.chats.setup import switch_on_for_demo  # noqa: PLC0415

    service = register(folder)
    if example_people:
        add_example_people(service)
        switch_on_for_demo(service)
        add_example_calendar(service)
    given = {"host": host, "port": port}
    settings = ServingSettings.model_validate(
        {
            "store": service.folder.store.root,
            "journal": service.folder.journal,
            **{name: value for name, value in given.items() if value is not None},
        }
    )
    address = f"http://{settings.host}:{settings.port}"
    typer.echo(f"panel: {address}/panel/")
    if example_people:
        typer.echo(
            f"sign in as owner@example.com (or publisher, specialist, agent, ml-engineer, "
            f"analyst, auditor) with the password `{EXAMPLE_PASSWORD}`"
        )
    live = Live(settings.chat_streams)
    with workers_beside():
        app = create_whole_app(settings, service, live)
        serve_app(app, settings, on_stop=live.stop)
