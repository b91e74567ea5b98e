"""Forms of the pages of models."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstline.panel.services.models import HostedService
from firstline.panel.training.asking import Comparing, Material, Retraining
from firstline.panel.training.histories import has_journal, histories_of
from firstline.panel.training.models import ReleaseSummary, Weekday
from firstline.release.canaries import LARGEST_SHARE

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
MOST_DAYS = 3_650


class MaterialForm(forms.Form):
    """What is learnt from, or compared on."""

    journal = forms.BooleanField(required=False, label=_("The decision journal"))
    history = forms.ChoiceField(required=False, label=_("History"))
    columns = forms.CharField(
        required=False,
        max_length=500,
        label=_("Its columns, where their names are not ours"),
        help_text=_("For example text=utterance,topic=intent. An uploaded history is mapped."),
    )
    days = forms.IntegerField(
        required=False, min_value=1, max_value=MOST_DAYS, label=_("Only the last days")
    )

    def __init__(self, *args: Any, service: HostedService, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        found = histories_of(service)
        named = [(history.key, history.title) for history in found]
        self.fields["history"].choices = [("", _("none")), *named]  # type: ignore[attr-defined] # a choice field
        self.fields["journal"].initial = has_journal(service)
        self.fields["history"].initial = found[0].key if found else ""
        self.fields["columns"].initial = found[0].columns if found else ""
        self._columns = {history.key: history.columns for history in found}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("journal") and not cleaned.get("history"):
            self.add_error("history", _("Choose the journal, a history, or both."))
        cleaned["columns"] = self._typed(cleaned)
        return cleaned

    def _typed(self, cleaned: Mapping[str, Any]) -> str:
        """Give what somebody typed; a map that was filled in holds for its own history only."""
        typed: str = cleaned.get("columns", "")
        filled_in = typed in self._columns.values()
        return self._columns.get(cleaned.get("history", ""), "") if filled_in else typed

    @property
    def material(self) -> Material:
        cleaned = self.cleaned_data
        return Material(
            journal=cleaned["journal"],
            history=cleaned["history"],
            columns=cleaned["columns"],
            days=cleaned["days"],
        )


class CompareForm(MaterialForm):
    old = forms.ChoiceField(label=_("Old release"))
    new = forms.ChoiceField(label=_("New release"))

    def __init__(self, *args: Any, service: HostedService, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, service=service, **kwargs)
        named = [(s.digest, named_release(s)) for s in service.release_summaries.all()]
        for name in ("old", "new"):
            self.fields[name].choices = named  # type: ignore[attr-defined] # a choice field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("old") and cleaned.get("old") == cleaned.get("new"):
            self.add_error("new", _("Choose two different releases."))
        return cleaned

    @property
    def comparing(self) -> Comparing:
        cleaned = self.cleaned_data
        return Comparing(old=cleaned["old"], new=cleaned["new"], material=self.material)


def named_release(summary: ReleaseSummary) -> str:
    return f"{summary.digest[:12]} · {summary.made_at:%Y-%m-%d %H:%M}"


class RetrainForm(MaterialForm):
    publish = forms.BooleanField(
        required=False, label=_("Make the new release live if it is better by rule")
    )

    with_draft = forms.BooleanField(
        required=False,
        label=_("Learn the topics and replies of the draft; the release is kept aside then"),
    )

    @property
    def retraining(self) -> Retraining:
        cleaned = self.cleaned_data
        return Retraining(
            material=self.material, publish=cleaned["publish"], with_draft=cleaned["with_draft"]
        )


class ScheduleForm(RetrainForm):
    weekday = forms.TypedChoiceField(coerce=int, choices=Weekday.choices, label=_("Day"))
    hour = forms.TypedChoiceField(coerce=int, choices=HOURS, initial=3, label=_("Hour"))


class CanaryForm(forms.Form):
    release = forms.ChoiceField(label=_("Release"))
    share = forms.IntegerField(
        min_value=1,
        max_value=int(100 * LARGEST_SHARE),
        initial=5,
        label=_("Percent of the conversations"),
    )

    def __init__(self, *args: Any, service: HostedService, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        live = service.folder.store.live()
        self.fields["release"].choices = [  # type: ignore[attr-defined] # a choice field
            (s.digest, named_release(s))
            for s in service.release_summaries.all()
            if s.digest != live
        ]


class PromoteForm(forms.Form):
    note = forms.CharField(required=False, max_length=2_000, label=_("Note"))
    with_its_content = forms.BooleanField(
        required=False, label=_("Its content may replace what is live")
    )
