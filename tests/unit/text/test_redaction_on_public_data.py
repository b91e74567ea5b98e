"""Floors, a little under what was measured, so that an edited pattern cannot lose much unseen."""

import importlib.util
from pathlib import Path

from tests.public_data import DATA_DIR, needs

from firstline.text import EntityKind

ROOT = Path(__file__).parents[3]


@needs("presidio_synth", "multidogo")
def test_redaction_finds_what_public_data_sets_mark() -> None:
    spec = importlib.util.spec_from_file_location("redaction", ROOT / "benchmarks/redaction.py")
    assert spec is not None
    assert spec.loader is not None
    redaction = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(redaction)
    scores = redaction.measure(DATA_DIR)

    synthetic = scores["presidio_synth"]
    for kind in (
        EntityKind.EMAIL,
        EntityKind.CARD,
        EntityKind.IBAN,
        EntityKind.URL,
        EntityKind.SSN,
    ):
        assert synthetic[kind]["recall"] >= 0.99
        assert synthetic[kind]["precision"] >= 0.99
    assert synthetic[EntityKind.PHONE]["recall"] >= 0.9
    assert synthetic[EntityKind.PHONE]["precision"] >= 0.97
    assert synthetic[EntityKind.NAME]["precision"] >= 0.97
    # What is wrongly found there are account numbers, as long as a card's.
    assert scores["multidogo"][EntityKind.CARD]["recall"] >= 0.98
    assert scores["multidogo"][EntityKind.CARD]["precision"] >= 0.85
