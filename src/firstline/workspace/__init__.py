"""A service's files: read, checked, and given as a `Service`."""

from firstline.workspace.examples import load_examples
from firstline.workspace.labelled import load_labelled
from firstline.workspace.loading import load_schema, load_service

__all__ = ["load_examples", "load_labelled", "load_schema", "load_service"]
