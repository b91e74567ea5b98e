from pathlib import Path

from tests.unit.cli.conftest import Command

HANDWRITTEN = """
received_at: "2026-03-02T09:30:00+00:00"
orders:
  paid: {payment_type: card, order_cost: "12.50"}
cases:
  - {text: "Hello, I was charged twice for my ride", order: paid, topic: charged_twice,
     template: paid_once}
  - {text: "Help, we had an accident on the way", order: paid, topic: accident, template: null}
"""
ONLY_URGENT = """
received_at: "2026-03-02T09:30:00+00:00"
orders:
  paid: {payment_type: card}
cases:
  - {text: "Help, we had an accident on the way", order: paid, topic: accident, template: null}
"""


def cases(folder: Path, text: str) -> Path:
    path = folder / "test_cases.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_handwritten_cases_score_the_live_release(
    firstline: Command, store: Path, tmp_path: Path
) -> None:
    handwritten = cases(tmp_path, HANDWRITTEN)
    result = firstline("evaluate", handwritten, "--store", store, "--plots", tmp_path / "plots")

    assert result.exit_code == 0, result.output
    assert "Scorecard on test_cases.yaml" in result.output
    assert "2 inquiries, 2026-03-02 to 2026-03-02" in result.output
    saved = sorted((tmp_path / "plots").iterdir())
    assert [path.name for path in saved] == ["reliability.png", "risk-coverage.png"]
    assert all(path.stat().st_size > 5_000 for path in saved)


def test_a_named_release_is_scored_even_where_nothing_is_automatic(
    firstline: Command, store: Path, tmp_path: Path
) -> None:
    digest = next(path.name for path in store.iterdir() if path.is_dir())
    urgent = cases(tmp_path, ONLY_URGENT)
    result = firstline(
        *("evaluate", urgent, "--store", store, "--release", digest[:8]),
        *("--plots", tmp_path / "plots"),
    )

    assert result.exit_code == 0, result.output
    assert "1 inquiries" in result.output
