"""Training data for other programs: what agents answered, split as training splits it."""

from firstline.learning.exports.examples import Example, ExportReport, SkipReason, examples_of
from firstline.learning.exports.writing import Format, write_export

__all__ = ["Example", "ExportReport", "Format", "SkipReason", "examples_of", "write_export"]
