from collections.abc import Callable
from pathlib import Path

import pytest

from firstline.domain.errors import WorkspaceError
from firstline.workspace import load_service

SHOP = {
    "workspace.yaml": """
name: shop
languages: [en, no]
time_zone: Europe/Berlin
encoder: all-MiniLM-L6-v2
policy: {target_precision: 0.97, suggestions: 2}
facts:
  payment_type: {type: enum, values: [card, cash, none], description: How it is paid.}
  order_cost: {type: decimal}
  driver_name: {type: string, nullable: true}
  pickup_at: {type: datetime, nullable: true}
""",
    "topics.yaml": """
topics:
  - id: payment
    name: Payment
    children:
      - id: charged_twice
        name: Charged twice
  - id: safety
    name: Safety
    line: expert
    mode: suggest
    children:
      - {id: accident, name: Accident}
      - {id: lost_child, name: Lost child, mode: off}
  - id: out_of_scope
    name: Out of scope
""",
    "templates.yaml": """
templates:
  - id: bank_notifies_twice
    topics: [charged_twice]
    rule: payment_type is "card" and order_cost > 0
    equivalents: [ask_bank]
    texts:
      en: You paid {{ order_cost }} once; your bank notifies twice.
      no: |
        Du betalte én gang.
  - id: ask_bank
    topics: [charged_twice, accident]
    rule: always
    act: courtesy
    texts: {en: Please ask your bank.}
""",
}


@pytest.fixture
def a_shop(tmp_path: Path) -> Callable[..., Path]:
    """Write a sound service; keyword arguments such as `topics` replace one file."""

    def write(**files: str | bytes) -> Path:
        for name, text in SHOP.items():
            content = files.get(name.removesuffix(".yaml"), text)
            data = content.encode() if isinstance(content, str) else content
            (tmp_path / name).write_bytes(data)
        return tmp_path

    return write


@pytest.fixture
def problems() -> Callable[[Path], list[str]]:
    def list_problems(folder: Path) -> list[str]:
        with pytest.raises(WorkspaceError) as caught:
            load_service(folder)
        return [str(problem) for problem in caught.value.problems]

    return list_problems
