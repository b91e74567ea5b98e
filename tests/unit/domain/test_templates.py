from tests.builders import a_template

from firstline.domain.templates import TemplateId, placeholders


def test_a_placeholder_is_named_once_in_the_order_of_the_text() -> None:
    text = "{{ driver }} and {{cost}}, again {{ driver }}; { cost }, {{ 9 }} and {{ a b }} are text"

    assert placeholders(text) == ("driver", "cost")


def test_a_template_is_as_right_as_itself_and_nothing_else() -> None:
    template = a_template("paid_once", "charged_twice", "You paid once.")

    assert template.is_as_right_as(TemplateId("paid_once"))
    assert not template.is_as_right_as(TemplateId("ask_bank"))
    assert not template.is_as_right_as(None)
