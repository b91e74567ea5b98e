import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.integration.connectors.model_server import ModelServer, running_model_server


@pytest.fixture(scope="session")
def one_model_server() -> Iterator[ModelServer]:
    with running_model_server() as server:
        yield server


@pytest.fixture
def model_server(one_model_server: ModelServer) -> ModelServer:
    one_model_server.forget()
    return one_model_server


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """A training file with two examples."""
    return write_examples(tmp_path / "train.jsonl", "You paid once.", "We are sorry.")


def write_examples(path: Path, *replies: str) -> Path:
    lines = [
        json.dumps(
            {
                "messages": [
                    {"role": "user", "content": f"message {number}"},
                    {"role": "assistant", "content": reply},
                ]
            }
        )
        for number, reply in enumerate(replies)
    ]
    path.write_text("".join(f"{line}\n" for line in lines))
    return path
