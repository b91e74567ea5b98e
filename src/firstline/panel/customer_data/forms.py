"""The form of a data source, with one row for each fact of the live schema."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstline.connectors.customer_data import Conversion
from firstline.domain.facts import Fact
from firstline.panel.customer_data.mapping import Mapped, values_in, words_of
from firstline.panel.customer_data.models import DataSource
from firstline.panel.dependent_fields import show_only_if
from firstline.panel.secrets import encrypted

CONVERSIONS: tuple[tuple[str, Promise], ...] = (
    (Conversion.AS_IT_IS, _("as it is")),
    (Conversion.HUNDREDTHS, _("hundredths: 1250 is 12.50")),
    (Conversion.UNIX_SECONDS, _("seconds since 1970")),
    (Conversion.UNIX_MILLISECONDS, _("milliseconds since 1970")),
)
PARTS = ("place", "conversion", "values", "may_update")
_OF_REST = "kind=rest"
_OF_KEY = f"{_OF_REST}&asks=api_key"
_OF_CLIENT = f"{_OF_REST}&asks=client_credentials"
_OF_SQL = "kind=sql"
ONLY_IF = {
    **dict.fromkeys(("base_url", "path", "query", "asks"), _OF_REST),
    **dict.fromkeys(("token_url", "client_id", "scope"), _OF_CLIENT),
    **dict.fromkeys(("select", "update"), _OF_SQL),
    "header": _OF_KEY,
}
_TEXT: dict[str, Any] = {"required": False, "max_length": 500, "strip": True}


@dataclass(frozen=True, slots=True)
class Row:
    fact: Fact
    cells: tuple[BoundField, ...]


class DataSourceForm(forms.ModelForm[DataSource]):
    new_secret = forms.CharField(
        label=_("Secret"),
        required=False,
        max_length=2_000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "The key, the client's secret, or the address of the database with its password. It "
            "is kept encrypted and never shown; leave it empty to keep the one that is there."
        ),
    )

    class Meta:
        model = DataSource
        fields = (
            *("is_on", "kind", "base_url", "path", "query", "asks", "header"),
            *("token_url", "client_id", "scope", "select", "update", "timeout_ms", "kept_s"),
        )
        widgets: ClassVar[dict[str, Any]] = {
            "select": forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
            "update": forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        }
        labels: ClassVar[dict[str, Any]] = {
            "is_on": _("Look facts up"),
            "kind": _("Kind"),
            "base_url": _("Address"),
            "path": _("Path"),
            "query": _("Query"),
            "asks": _("How it knows who asks"),
            "header": _("Header of the key"),
            "token_url": _("Address for tokens"),
            "client_id": _("Client"),
            "scope": _("Scope"),
            "select": _("SELECT"),
            "update": _("UPDATE"),
            "timeout_ms": _("Longest wait, in milliseconds"),
            "kept_s": _("Kept for, in seconds"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "base_url": _("Such as https://orders.example.com."),
            "path": _(
                "Such as /customers/{customer_id}/order. In braces: customer_id, or a fact that "
                "is given when a conversation is opened."
            ),
            "query": _("Such as expand=payment; may hold names in braces, too."),
            "select": _("One SELECT of one row, with parameters such as :customer_id."),
            "update": _(
                "One UPDATE … WHERE …; a value that does not change comes as NULL: "
                "SET city = COALESCE(:city, city)."
            ),
            "timeout_ms": _("A customer waits for it; what is later counts as unknown."),
        }

    def __init__(self, facts: tuple[Fact, ...], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.facts = facts
        show_only_if(self, ONLY_IF)
        for fact in facts:
            self._add(fact)

    def _add(self, fact: Fact) -> None:
        kept = self.instance.fields.get(fact.name)
        mapped = Mapped.model_validate(kept) if kept else Mapped(place="")
        labels = {"name": fact.name}
        new: dict[str, forms.Field] = {
            "place": forms.CharField(
                label=_("Place of %(name)s") % labels, initial=mapped.place, **_TEXT
            ),
            "conversion": forms.ChoiceField(
                label=_("Conversion of %(name)s") % labels,
                choices=CONVERSIONS,
                initial=mapped.conversion,
                required=False,
            ),
            "values": forms.CharField(
                label=_("Words for values of %(name)s") % labels,
                initial=words_of(mapped.values),
                **_TEXT,
            ),
            "may_update": forms.BooleanField(
                label=_("Agents may update %(name)s") % labels,
                initial=mapped.may_update,
                required=False,
            ),
        }
        self.fields.update({f"{fact.name}:{name}": field for name, field in new.items()})

    @property
    def own(self) -> list[BoundField]:
        return [self[name] for name in (*self.Meta.fields, "new_secret")]

    @property
    def rows(self) -> Iterator[Row]:
        for fact in self.facts:
            yield Row(fact, tuple(self[f"{fact.name}:{part}"] for part in PARTS))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if secret := cleaned.get("new_secret"):
            self.instance.secret = encrypted(secret)
        self.instance.fields = {
            fact.name: mapped.model_dump(mode="json")
            for fact in self.facts
            if (mapped := self._mapped(fact)).place
        }
        return cleaned

    def _mapped(self, fact: Fact) -> Mapped:
        given = {part: self.cleaned_data.get(f"{fact.name}:{part}") for part in PARTS}
        return Mapped(
            place=given["place"] or "",
            conversion=Conversion(given["conversion"] or Conversion.AS_IT_IS),
            values=values_in(given["values"] or ""),
            may_update=bool(given["may_update"]),
        )
