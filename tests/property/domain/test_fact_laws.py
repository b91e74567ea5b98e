"""Laws of reading facts: whatever a help desk sends."""

import json
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from tests.builders import a_fact

from firstline.domain.errors import InquiryError
from firstline.domain.facts import FactName, FactSchema, FactType, FactValue

SCHEMA = FactSchema(
    (
        *(a_fact(kind.value, kind) for kind in FactType if kind is not FactType.ENUM),
        a_fact("enum", FactType.ENUM, values=("card", "cash")),
    )
)
PARSED = TypeAdapter(dict[FactName, FactValue])

any_text = st.text(st.characters(exclude_categories=()), max_size=50)
numbers = st.one_of(st.integers(), st.floats(), st.integers(-(10**40), 10**40))
moments = st.datetimes(timezones=st.none() | st.timezones()).map(lambda at: at.isoformat())
as_text = st.one_of(
    numbers.map(str),
    st.from_regex(r"[+-]?[0-9]{1,32}(\.[0-9]{1,10})?([eE][+-]?[0-9]{1,3})?", fullmatch=True),
    moments,
    st.dates().map(lambda day: day.isoformat()),
    st.sampled_from(("card", "crad", "true", "false", "NaN", "-0", "")),
)
simple = st.one_of(st.none(), st.booleans(), numbers, as_text, any_text)
any_json = st.recursive(
    simple,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(any_text, inner, max_size=4),
    max_leaves=8,
)
names = st.sampled_from([kind.value for kind in FactType])


@settings(deadline=None)  # the first look at time zones reads files
@given(raw=st.dictionaries(names | any_text, any_json, max_size=4))
def test_whatever_is_sent_is_read_or_refused_by_name(raw: dict[str, object]) -> None:
    with suppress(InquiryError):
        assert set(SCHEMA.parse(raw)) == {fact.name for fact in SCHEMA}


of_their_type: dict[str, st.SearchStrategy[object]] = {
    "int": numbers | as_text,
    "decimal": numbers | as_text,
    "bool": st.booleans(),
    "enum": st.sampled_from(("card", "cash")),
    "string": st.text(),
    "list": st.lists(st.text(), max_size=4),
    "date": st.dates().map(lambda day: day.isoformat()),
    "datetime": moments,
}


@settings(deadline=None)
@given(st.data())
def test_reading_again_what_was_read_changes_nothing(data: st.DataObject) -> None:
    name = data.draw(names)
    value = data.draw(of_their_type[name])
    try:
        facts = SCHEMA.parse({name: value})
    except InquiryError:
        return
    again = json.loads(PARSED.dump_json(facts))

    assert SCHEMA.parse(again) == facts
