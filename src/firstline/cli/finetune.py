"""`firstline finetune`: fine-tune a language model at a server that speaks OpenAI's interface."""

import os
import re
import shlex
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr

from firstline.cli.options import STORE, StoreFolder
from firstline.connectors.openai_compatible.connections import Connection
from firstline.connectors.openai_compatible.files import read_tuning_file
from firstline.connectors.openai_compatible.records import LanguageModel, LanguageModels
from firstline.connectors.openai_compatible.servers import Server
from firstline.connectors.openai_compatible.tuning import Tuner, TuningPlan

KEY_VARIABLE = "FIRSTLINE_FINETUNE_KEY"
"""Only from the environment: arguments show up in the list of processes and in histories."""
INTERRUPTED = 130


def finetune(
    base_url: Annotated[str, typer.Option(help="Address of the server, with /v1.")] = "",
    model: Annotated[str, typer.Option(help="The model to start from.")] = "",
    training: Annotated[Path | None, typer.Option(help="Examples in the chat format.")] = None,
    validation: Annotated[Path | None, typer.Option(help="Held-out examples.")] = None,
    job: Annotated[str, typer.Option(help="Watch this job, begun earlier, instead.")] = "",
    watch: Annotated[bool, typer.Option(help="Wait for the end and print what happens.")] = False,
    name: Annotated[str, typer.Option(help="Of the record; made up if left out.")] = "",
    suffix: Annotated[str, typer.Option(help="For the server's name of the model.")] = "",
    seed: Annotated[int, typer.Option(help="Of the server's random numbers.")] = 0,
    epochs: Annotated[int | None, typer.Option(min=1)] = None,
    batch_size: Annotated[int | None, typer.Option(min=1)] = None,
    learning_rate_multiplier: Annotated[float | None, typer.Option(min=0)] = None,
    allow_http: Annotated[bool, typer.Option(help="Plain HTTP to another machine.")] = False,
    store: StoreFolder = STORE,
) -> None:
    """Upload examples, start a fine-tuning job, and keep the model's id."""
    models = LanguageModels(store)
    if job:
        begun = models.of_job(job)
        with _connection(begun.base_url, allow_http=allow_http) as connection:
            _watch(Tuner(connection=connection, models=models, tell=typer.echo), begun, store)
        return
    if not (base_url and model and training):
        raise typer.BadParameter("give --base-url, --model and --training, or --job")
    examples = read_tuning_file(training)
    plan = TuningPlan(
        name=name or _made_up_name(suffix or model, examples.sha256),
        model=model,
        training=examples,
        validation=read_tuning_file(validation) if validation else None,
        suffix=suffix or None,
        seed=seed,
        hyperparameters=_given(
            n_epochs=epochs,
            batch_size=batch_size,
            learning_rate_multiplier=learning_rate_multiplier,
        ),
    )
    with _connection(base_url, allow_http=allow_http) as connection:
        tuner = Tuner(connection=connection, models=models, tell=typer.echo)
        begun = tuner.begin(plan)
        if watch:
            _watch(tuner, begun, store)
        else:
            typer.echo(f"watch it: {_again(begun, store)}")


def _watch(tuner: Tuner, begun: LanguageModel, store: Path) -> None:
    try:
        ended = tuner.watch(begun)
    except KeyboardInterrupt:
        typer.echo(f"\nthe job goes on at the server; watch it: {_again(begun, store)}")
        raise typer.Exit(INTERRUPTED) from None
    typer.echo(f"model {ended.model_id}, kept in {tuner.models.path(ended.name)}")


def _again(begun: LanguageModel, store: Path) -> str:
    words = ["firstline", "finetune", "--job", begun.job_id]
    words += ["--store", str(store)] if store != STORE else []
    return shlex.join(words)


def _connection(base_url: str, *, allow_http: bool) -> Connection:
    key = SecretStr(os.environ.get(KEY_VARIABLE, ""))
    return Connection(Server(base_url=base_url, key=key, allow_http=allow_http))


def _made_up_name(model: str, digest: str) -> str:
    return f"{re.sub(r'[^A-Za-z0-9._-]+', '-', model).strip('.-')}-{digest[:8]}"


def _given(**values: float | None) -> dict[str, int | float]:
    return {name: value for name, value in values.items() if value is not None}
