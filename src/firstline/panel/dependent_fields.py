"""Fields that apply only where others are chosen so; what does not apply is out of sight."""

from collections.abc import Mapping

from django import forms


def show_only_if(form: forms.BaseForm, conditions: Mapping[str, str]) -> None:
    """Let `panel.js` hide fields: `{"select": "kind=sql"}`; values by spaces, several by `&`.

    Without scripts all stand there, and what does not apply is not looked at.
    """
    for name, condition in conditions.items():
        form.fields[name].widget.attrs["data-only-if"] = condition
