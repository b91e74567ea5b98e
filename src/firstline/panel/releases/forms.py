"""What people may say when they publish, send back or roll back."""

from django import forms

LONGEST = 2_000


class Marked(forms.Form):
    """Carries the mark of what this person looked at."""

    mark = forms.CharField(max_length=64)


class PublishForm(Marked):
    note = forms.CharField(max_length=LONGEST, required=False, strip=True)
    override_reason = forms.CharField(max_length=LONGEST, required=False, strip=True)


class AskForm(Marked):
    note = forms.CharField(max_length=LONGEST, strip=True)


class SendBackForm(forms.Form):
    note = forms.CharField(max_length=LONGEST, strip=True)


class ClashForm(Marked):
    kind = forms.CharField()
    key = forms.CharField()
    keep = forms.ChoiceField(choices=(("mine", "mine"), ("theirs", "theirs")))


class UndoForm(Marked):
    kind = forms.CharField()
    key = forms.CharField()


class RollBackForm(forms.Form):
    release = forms.RegexField(r"\A[0-9a-f]{64}\Z")
    live = forms.CharField(max_length=64)
    """What was live when this person looked."""
    note = forms.CharField(max_length=LONGEST, required=False, strip=True)
