"""Support history as training data: imported, cleaned, and split without leaks."""

from firstline.learning.corpus.columns import parse_column_map
from firstline.learning.corpus.histories import History
from firstline.learning.corpus.importing import read_history
from firstline.learning.corpus.public_sets import read_labels, service_from_labels
from firstline.learning.corpus.reports import ImportReport, RejectReason
from firstline.learning.corpus.splits import Shares, Splits, split, split_recent

__all__ = [
    "History",
    "ImportReport",
    "RejectReason",
    "Shares",
    "Splits",
    "parse_column_map",
    "read_history",
    "read_labels",
    "service_from_labels",
    "split",
    "split_recent",
]
