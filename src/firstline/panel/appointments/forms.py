"""The form of a calendar that is booked."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from firstline.connectors.addresses import AddressRefused
from firstline.panel.appointments.hours import (
    STEP_MINUTES,
    HoursUnclear,
    OpeningHours,
    format_day,
    parse_day,
)
from firstline.panel.appointments.models import BookingCalendar, Kind
from firstline.panel.appointments.servers import reach
from firstline.panel.appointments.words import ZONES
from firstline.panel.dependent_fields import show_only_if
from firstline.panel.secrets import encrypted
from firstline.panel.services.live import live_release

DAYS = [f"day_{number}" for number in range(7)]
LONGEST_MINUTES, LONGEST_NOTICE, LONGEST_HORIZON = 480, 24 * 30, 180


class HoursField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(required=False, max_length=100, **kwargs)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's
        try:
            return parse_day(super().clean(value))
        except HoursUnclear as error:
            raise forms.ValidationError(
                _("Write hours as 09:00–12:00, 13:00–17:00, on steps of five minutes.")
            ) from error


ONLY_IF = dict.fromkeys(("address", "user", "password"), "kind=caldav feed")


class CalendarForm(forms.ModelForm[BookingCalendar]):
    templates = forms.MultipleChoiceField(
        label=_("Templates that offer times"),
        help_text=_("When one of them is sent, free times are offered beneath it."),
        widget=forms.CheckboxSelectMultiple,
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        help_text=_("Kept encrypted. Leave it empty to keep the one that is there."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(name, name) for name in sorted(ZONES)],
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )
    email_fact = forms.ChoiceField(label=_("Fact with the e-mail address"), required=False)

    class Meta:
        model = BookingCalendar
        fields = (
            "name",
            "text",
            "templates",
            "kind",
            "address",
            "user",
            "password",
            "zone",
            "minutes",
            "buffer_minutes",
            "notice_hours",
            "horizon_days",
            "email_fact",
        )
        labels: ClassVar[dict[str, Any]] = {
            "name": _("Name of the appointment"),
            "text": _("What customers should know"),
            "kind": _("Calendar"),
            "address": _("Address"),
            "user": _("User"),
            "minutes": _("Length in minutes"),
            "buffer_minutes": _("Minutes that stay free after it"),
            "notice_hours": _("Earliest, in hours from now"),
            "horizon_days": _("Latest, in days from now"),
        }
        widgets: ClassVar[dict[str, Any]] = {
            "user": forms.TextInput(attrs={"autocomplete": "off"}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "address": _("Of the calendar itself on the CalDAV server, or of the iCalendar."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **kwargs)
        show_only_if(self, ONLY_IF)
        hours = self.instance.rules.hours
        for number, name in enumerate(DAYS):
            shown = format_day(hours.days[number])
            self.fields[name] = HoursField(label=WEEKDAYS[number], initial=shown)
        live = live_release(self.instance.service)
        templates = live.service.templates if live else ()
        facts = live.service.schema if live else ()
        ids = sorted((each.id for each in templates), key=self._is_not_chosen)
        self.fields["templates"].choices = _same(ids)  # type: ignore[attr-defined]
        names = _same(fact.name for fact in facts)
        self.fields["email_fact"].choices = [("", _("None: customers are asked")), *names]  # type: ignore[attr-defined]

    def _is_not_chosen(self, template_id: str) -> bool:
        return template_id not in self.instance.templates

    def clean_templates(self) -> list[str]:
        """Let each template offer the times of one calendar."""
        chosen: list[str] = self.cleaned_data["templates"]
        for other in self.instance.service.calendars.exclude(pk=self.instance.pk):
            if shared := sorted({*chosen} & {*other.templates}):
                words = _("%(template)s offers the times of %(calendar)s already.")
                raise forms.ValidationError(words % {"template": shared[0], "calendar": other})
        return chosen

    def clean_minutes(self) -> int:
        return self._on_grid("minutes", least=STEP_MINUTES)

    def clean_buffer_minutes(self) -> int:
        return self._on_grid("buffer_minutes", least=0)

    def clean_notice_hours(self) -> int:
        return self._at_most("notice_hours", LONGEST_NOTICE)

    def clean_horizon_days(self) -> int:
        return self._at_most("horizon_days", LONGEST_HORIZON)

    def _on_grid(self, name: str, least: int) -> int:
        value = self._at_most(name, LONGEST_MINUTES)
        if value < least or value % STEP_MINUTES:
            raise forms.ValidationError(_("Take a multiple of five."))
        return value

    def _at_most(self, name: str, most: int) -> int:
        value: int = self.cleaned_data[name]
        if value > most:
            raise forms.ValidationError(_("Take at most %(most)d.") % {"most": most})
        return value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") != Kind.OWN and "address" not in self.errors:
            self._check_address(cleaned.get("address", ""))
        return cleaned

    def _check_address(self, address: str) -> None:
        try:
            reach().check(address)
        except AddressRefused as refusal:
            self.add_error("address", str(refusal))
        is_kept = self.instance.kept_password and not self.cleaned_data.get("password")
        if is_kept and "address" in self.changed_data:
            # or else whoever may edit this could have it sent to a server of their own
            self.add_error("password", _("Enter the password anew for another address."))

    def save(self, commit: bool = True) -> BookingCalendar:  # noqa: FBT001, FBT002 - Django's
        calendar = self.instance
        days = tuple(self.cleaned_data[name] for name in DAYS)
        calendar.hours = OpeningHours(days).as_minutes
        if password := self.cleaned_data["password"]:
            calendar.kept_password = encrypted(password)
        return super().save(commit)


def _same(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, name) for name in names]
