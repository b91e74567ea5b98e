"""`firstline ask`: one question, to the live release of a service or to one that runs."""

from typing import Annotated

import typer
from pydantic import TypeAdapter
from rich.console import Console

from firstline.cli.doors.live import live_engine
from firstline.cli.doors.over_http import answer_over_http
from firstline.cli.doors.situations import situation_in
from firstline.cli.doors.told import told
from firstline.cli.options import STORE, EncodersFolder, FactOption, StoreFolder, named_values
from firstline.domain.decisions import Decision
from firstline.release.records import Release

DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)
LOCAL = "http://localhost:8000"


def ask(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[SERVICE] TEXT",
            help="Folder or name of the service, and the customer's message; "
            "the message alone asks a service that runs.",
        ),
    ],
    fact: FactOption = None,
    customer: Annotated[str, typer.Option(help="An example customer, whose facts are taken.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the decision as JSON.")] = False,
    store: StoreFolder = STORE,
    encoders: EncodersFolder = None,
    url: Annotated[str, typer.Option(help=f"Address of a service that runs [{LOCAL}].")] = "",
    key: Annotated[str, typer.Option(envvar="FIRSTLINE_API_KEY", help="API key.")] = "",
    wait: Annotated[float, typer.Option(help="Seconds to wait until it is ready.")] = 0,
) -> None:
    """Ask one question: the live release of SERVICE, or over HTTP a service that runs."""
    match words:
        case [text] if not customer:
            _ask_over_http(url or LOCAL, text, fact, key=key, wait_s=wait)
        case [service, text] if not url:
            engine = live_engine(service, store, encoders=encoders)
            situation = situation_in(engine.release, customer).with_facts(fact or [])
            decision = engine.answer(situation.asks(text))
            _print(decision, engine.release, as_json=as_json)
        case _:
            raise typer.BadParameter(
                "write SERVICE and the message in quotes; with --url the message alone, "
                "and no --customer"
            )


def _ask_over_http(url: str, text: str, fact: list[str] | None, *, key: str, wait_s: float) -> None:
    """Print what the service says: its answer is JSON."""
    inquiry = {"text": text, "facts": named_values(fact)}
    response = answer_over_http(url, inquiry, key=key, wait_s=wait_s)
    Console().print_json(response.text)
    if response.is_error:
        raise typer.Exit(1)


def _print(decision: Decision, release: Release, *, as_json: bool) -> None:
    if as_json:
        typer.echo(DECISION.dump_json(decision, indent=1))
    else:
        typer.echo("\n".join(told(decision, release.service)))
