"""Public data sets, read as they are through the ordinary import."""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from firstline.domain.cases import Case
from firstline.domain.services import Service
from firstline.learning.corpus import Splits, read_history, read_labels, service_from_labels

DATA = Path(os.environ.get("FIRSTLINE_DATA_DIR", "../shared/data"))
OUT_OF_SCOPE = "oos"
DEV_SHARE = 0.1  # of the training part, where a set has no validation part of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSet:
    name: str
    source: str
    """What was learnt from and what was held out, for the report."""
    service: Service
    train: Sequence[Case]
    dev: Sequence[Case]
    """Hyper-parameters, temperature and the order of the threshold tests."""
    test: Sequence[Case]

    @property
    def splits(self) -> Splits:
        """Calibrate on one half of the test part and score the other; accuracy needs neither."""
        return Splits(
            train=tuple(self.train),
            dev=tuple(self.dev),
            calibrate=tuple(case for case in self.test if draw(case) < 0.5),
            test=tuple(case for case in self.test if draw(case) >= 0.5),
        )


def draw(case: Case) -> float:
    """A number in [0, 1) that depends on the text alone: the same cut in every run."""
    digest = blake2b(case.inquiry.text.encode(), digest_size=4).digest()
    return int.from_bytes(digest) / 2**32


def banking77() -> PublicSet:
    folder = DATA / "banking77"
    columns = {"topic": "category"}
    labels = read_labels(folder / "train.csv", column_map=columns)
    service = service_from_labels("banking77", labels)
    taught = _read(folder / "train.csv", service, columns)
    return PublicSet(
        name="BANKING77",
        source="train.csv (10 % of it dev) → test.csv",
        service=service,
        train=[case for case in taught if draw(case) >= DEV_SHARE],
        dev=[case for case in taught if draw(case) < DEV_SHARE],
        test=_read(folder / "test.csv", service, columns),
    )


def clinc150() -> PublicSet:
    """In-scope and out-of-scope messages together, as traffic has them."""
    parts = json.loads((DATA / "clinc150/data_full.json").read_text())
    labels = sorted({label for _, label in parts["train"]})
    service = service_from_labels(
        "clinc150", [*labels, OUT_OF_SCOPE], without_template=[OUT_OF_SCOPE]
    )
    return PublicSet(
        name="CLINC150",
        source="train + oos_train, dev val + oos_val → test + oos_test",
        service=service,
        train=_from_pairs(parts["train"] + parts["oos_train"], service),
        dev=_from_pairs(parts["val"] + parts["oos_val"], service),
        test=_from_pairs(parts["test"] + parts["oos_test"], service),
    )


def bitext() -> PublicSet:
    """The two files of the publisher; a random split of one of them would mean nothing."""
    folder = DATA / "bitext"
    columns = {"topic": "intent"}
    labels = read_labels(folder / "utterances_8k.jsonl", column_map=columns)
    service = service_from_labels("bitext", labels)
    taught = _read(folder / "utterances_8k.jsonl", service, columns)
    return PublicSet(
        name="Bitext",
        source="utterances_8k (10 % of it dev) → train_with_responses",
        service=service,
        train=[case for case in taught if draw(case) >= DEV_SHARE],
        dev=[case for case in taught if draw(case) < DEV_SHARE],
        test=_read(folder / "train_with_responses.jsonl", service, columns),
    )


def _read(path: Path, service: Service, columns: Mapping[str, str]) -> Sequence[Case]:
    # the rejects file is written beside the history, and the data folder may be read-only
    with tempfile.TemporaryDirectory() as scratch:
        link = Path(scratch) / path.name
        link.symlink_to(path.resolve())
        return read_history(link, service, column_map=columns).cases


def _from_pairs(pairs: Sequence[Sequence[str]], service: Service) -> Sequence[Case]:
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "pairs.jsonl"
        rows = (json.dumps({"text": text, "topic": topic}) + "\n" for text, topic in pairs)
        path.write_text("".join(rows))
        return read_history(path, service).cases
