from pathlib import Path

import pytest
from examples.rides.history.generate import Row, generate

from firstline.domain.services import Service
from firstline.workspace import load_service


@pytest.fixture(scope="session")
def folder(pytestconfig: pytest.Config) -> Path:
    return pytestconfig.rootpath / "examples" / "rides"


@pytest.fixture(scope="session")
def rides(folder: Path) -> Service:
    return load_service(folder)


@pytest.fixture(scope="session")
def history(rides: Service) -> list[Row]:
    """Half of what the demo trains on: enough for every share to show."""
    return generate(rows=6_500, service=rides)
