from pathlib import Path

from firstline.panel.translations.extracting import Text, texts

TEMPLATE = """
  {% translate "Save" %} {% translate "Auto" context "rung" %}
  <p>{% blocktranslate count n=lines %}{{ n }} line{% plural %}{{ n }} lines{% endblocktranslate %}
  {% include "x.html" with title=_("At the root") %}</p>
"""


def test_texts_are_found_in_templates_and_code(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "views.py").write_text('x = _("Undone.")\n')

    place = "templates/page.html"
    assert list(texts(tmp_path)) == [
        Text(singular="Save", place=place),
        Text(singular="Auto", context="rung", place=place),
        Text(singular="%(n)s line", plural="%(n)s lines", place=place),
        Text(singular="At the root", place=place),
        Text(singular="Undone.", place="views.py"),
    ]
