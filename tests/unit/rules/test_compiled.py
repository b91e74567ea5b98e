import pytest

from firstline.domain.errors import RuleError
from firstline.domain.facts import FactSchema
from firstline.rules import check, compile_rule, parse


def test_a_compiled_rule_keeps_its_text_and_its_tree(schema: FactSchema) -> None:
    source = "riders == 2"
    rule = compile_rule(source, schema)
    assert (rule.source, rule.condition) == (source, parse(source))
    assert rule == compile_rule(source, schema)


@pytest.mark.parametrize("source", ["riders >", 'ridres > 2 and riders > "2"'])
def test_a_wrong_rule_is_not_compiled(source: str, schema: FactSchema) -> None:
    with pytest.raises(RuleError) as caught:
        compile_rule(source, schema)
    assert str(caught.value) == str(check(source, schema)[0])
