"""A service that goes through the files of a folder."""

from pathlib import Path
from tempfile import TemporaryDirectory

from firstline.domain.examples import ExampleCustomer
from firstline.domain.services import Service
from firstline.workspace import load_examples, load_service
from firstline.workspace.writing import service_files


def reloaded(
    service: Service, examples: tuple[ExampleCustomer, ...]
) -> tuple[Service, tuple[ExampleCustomer, ...]]:
    with TemporaryDirectory() as folder:
        for name, text in service_files(service, examples).items():
            Path(folder, name).write_text(text, encoding="utf-8", newline="")
        again = load_service(Path(folder))
        return again, load_examples(Path(folder), again)
