"""`firstline chat`: a conversation with the live release, in the terminal."""

import io
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated

import typer

from firstline.cli.doors.chats import Chat
from firstline.cli.doors.live import live_engine
from firstline.cli.doors.situations import situation_in
from firstline.cli.options import STORE, EncodersFolder, FactOption, StoreFolder


def chat(
    service: Annotated[str, typer.Argument(help="Folder or name of the service.")],
    customer: Annotated[
        str, typer.Option(help="The example customer to be; the first one if left out.")
    ] = "",
    fact: FactOption = None,
    store: StoreFolder = STORE,
    encoders: EncodersFolder = None,
) -> None:
    """Talk to the live release of SERVICE; /help lists what else can be typed."""
    engine = live_engine(service, store, encoders=encoders)
    first = next((example.id for example in engine.release.examples), "")
    situation = situation_in(engine.release, customer or first).with_facts(fact or [])
    talk = Chat.begin(engine, situation)
    _say(talk.greeting())
    with suppress(KeyboardInterrupt):
        for line in _lines():
            _say(talk.hear(line))
            if talk.is_over:
                return
    typer.echo()  # the prompt that nobody answered


def _lines() -> Iterator[str]:
    """Read what is typed or piped until it ends."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a pipe may hold anything
    is_piped = not sys.stdin.isatty()
    with suppress(EOFError):
        while True:
            line = input("> ")
            if is_piped:
                typer.echo(line)  # so that a transcript has both sides
            yield line


def _say(lines: Iterator[str]) -> None:
    for line in lines:
        typer.echo(line)
