import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from benchmarks.public_sets import banking77
from tests.builders import a_service, some_splits
from tests.public_data import needs

from firstline.domain.cases import Case
from firstline.domain.model_parts import Head, LabelNoise, ModelParts
from firstline.domain.topics import TopicId
from firstline.inference.encoders import Encoder
from firstline.inference.vectors import Vectors
from firstline.learning.embeddings import RememberingEncoder
from firstline.learning.heads import FittedClassifier, fit_classifier
from firstline.learning.heads.noise import doubted
from firstline.learning.label_noise import Suspicion, suspicions_of, write_suspicions

SERVICE = a_service()
SPLITS = some_splits(SERVICE)
LEARNT = [*SPLITS.train, *SPLITS.dev, *SPLITS.calibrate]


def with_mistakes(cases: Sequence[Case]) -> list[Case]:
    """Give every tenth case another topic."""
    topics = sorted({str(case.topic_id) for case in cases})
    wrong = list(cases)
    for row in range(3, len(cases), 10):
        other = topics[(topics.index(str(cases[row].topic_id)) + 1 + row % 5) % len(topics)]
        wrong[row] = replace(cases[row], topic_id=TopicId(other))
    return wrong


@pytest.fixture(scope="module")
def suspicions(encoder: Encoder) -> tuple[Suspicion, ...]:
    cases = with_mistakes(LEARNT)
    return suspicions_of(fit(cases, encoder), cases)


@pytest.fixture(scope="module")
def customers() -> list[Case]:
    """Real messages about ten topics of BANKING77, forty of each."""
    public = banking77()
    topics = sorted({str(case.topic_id) for case in public.train})[:10]
    return [
        case
        for topic in topics
        for case in [case for case in public.train if case.topic_id == topic][:40]
    ]


def fit(
    cases: Sequence[Case], encoder: Encoder, noise: LabelNoise = LabelNoise.KEPT
) -> FittedClassifier:
    def embed(wanted: Sequence[Case]) -> Vectors:
        return encoder.encode([case.inquiry.text for case in wanted])

    parts = ModelParts(head=Head.CENTROID, label_noise=noise)
    return fit_classifier(cases, [], embed, SERVICE.schema, parts=parts)


@needs("banking77")
def test_most_mistaken_labels_of_real_messages_are_found_and_few_others(
    encoder: Encoder, customers: list[Case]
) -> None:
    remembering = RememberingEncoder(encoder)
    before = {doubt.row for doubt in fit(customers, remembering).noise.doubts}
    found = {
        doubt.row for doubt in fit(with_mistakes(customers), remembering).noise.doubts
    } - before
    mistaken = set(range(3, len(customers), 10)) - before

    assert len(found & mistaken) >= 0.8 * len(mistaken)
    assert len(found & mistaken) >= 0.8 * len(found)


def test_labels_that_the_model_agrees_with_are_not_doubted() -> None:
    probabilities = np.array([[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.95, 0.05]])

    assert doubted(probabilities, np.array([0, 0, 1, 1])).tolist() == [0, 0, 1, 0]


def test_doubted_labels_count_less_where_the_service_asks_for_it(encoder: Encoder) -> None:
    cases = with_mistakes(LEARNT)
    kept, lighter = (fit(cases, encoder, n) for n in (LabelNoise.KEPT, LabelNoise.DOWN_WEIGHTED))

    assert not np.array_equal(kept.classifier.weights, lighter.classifier.weights)
    assert "as the service asks" in str(lighter.choices[-1])


def test_nothing_counts_less_where_too_few_cases_are_held_out_to_tell(encoder: Encoder) -> None:
    cases = with_mistakes(LEARNT)
    kept, auto = (fit(cases, encoder, n) for n in (LabelNoise.KEPT, LabelNoise.AUTO))

    assert np.array_equal(kept.classifier.weights, auto.classifier.weights)
    assert "too few are held out to tell" in str(auto.choices[-1])


def test_specialists_get_a_table_with_the_given_and_the_likely_topic(
    suspicions: tuple[Suspicion, ...], tmp_path: Path
) -> None:
    path = write_suspicions(suspicions, tmp_path / "history.csv")

    assert path == tmp_path / "history.csv.suspicious.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(suspicions) > 0
    first = suspicions[0].case
    assert (rows[0]["text"], rows[0]["given_topic"]) == (first.inquiry.text, first.topic_id)
    assert rows[0]["likely_topic"] == suspicions[0].likely != first.topic_id


def test_a_message_that_looks_like_a_formula_is_not_run_by_a_spreadsheet(
    suspicions: tuple[Suspicion, ...], tmp_path: Path
) -> None:
    first = suspicions[0]
    inquiry = replace(first.case.inquiry, text='=HYPERLINK("x")')
    formula = replace(first, case=replace(first.case, inquiry=inquiry))

    path = write_suspicions([formula], tmp_path / "history.csv")

    assert path
    assert "'=HYPERLINK" in path.read_text(encoding="utf-8")


def test_a_clean_history_leaves_no_file_nor_that_of_an_earlier_training(tmp_path: Path) -> None:
    (tmp_path / "history.csv.suspicious.csv").write_text("old", encoding="utf-8")

    assert write_suspicions([], tmp_path / "history.csv") is None
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("folder", ["/proc", "/not/there"])
def test_a_folder_that_allows_no_file_costs_nothing_but_the_file(
    suspicions: tuple[Suspicion, ...], folder: str
) -> None:
    assert write_suspicions(suspicions, Path(folder) / "history.csv") is None
