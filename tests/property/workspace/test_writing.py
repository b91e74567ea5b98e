from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.workspace.folders import reloaded
from tests.property.workspace.strategies import any_texts, customers, odd_ids, services

from firstline.workspace.documents import read_document
from firstline.workspace.yaml_texts import yaml_text

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**29), 10**29),
    st.floats(allow_nan=False, allow_infinity=False),
    any_texts,
    odd_ids,
)
plain_data = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(any_texts, inner), max_leaves=12
)


@given(plain_data)
def test_what_is_written_reads_back_as_it_was(data: object) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "data.yaml")
        path.write_text(yaml_text({"data": data}), encoding="utf-8", newline="")
        document = read_document(path)

    assert document.problems == ()
    assert document.data == {"data": data}


@settings(max_examples=40)
@given(st.data())
def test_a_service_that_was_written_loads_as_it_was(data: st.DataObject) -> None:
    service = data.draw(services())
    examples = data.draw(customers(service))

    assert reloaded(service, examples) == (service, examples)
