"""The plain form of a section: its whole text in one field, with signs for headings and lists."""

from functools import partial
from typing import Any, cast

from django import forms

from lib.forms.fields import VersionField
from lib.text.letters import remarks_on
from masterplan.sections.body.text import read_text, text_from_body
from masterplan.sections.models import Section
from opd.offices.models import Opd


class SectionForm(forms.Form):
    text = forms.CharField(
        label="Teks",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": "22", "spellcheck": "true", "lang": "id"}),
    )
    version = VersionField()

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        self.section = section
        # Written out only where it is shown: a form that was sent has its own text.
        kwargs["initial"] = {"text": partial(text_from_body, section.body), "version": section.version}
        super().__init__(*args, **kwargs)

    def clean_text(self) -> str:
        """The body waits in `body` for the service, whose refusal of it is said at this field as well."""
        text: str = self.cleaned_data["text"]
        try:
            self.body = read_text(text, self.section.body)
        except ValueError as reason:
            raise forms.ValidationError(f"Teks belum dapat disimpan: {reason}.") from reason
        cast(Any, self.fields["text"]).remark = "; ".join(remarks_on(text))
        return text


class AssignForm(forms.Form):
    """Whose operators write the section. Empty: the editors."""

    opd = forms.ModelChoiceField(
        queryset=Opd.objects.none(),
        to_field_name="code",
        required=False,
        label="OPD penyusun",
        empty_label="Editor",
    )

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        kwargs["initial"] = {"opd": section.assigned_opd.code if section.assigned_opd else ""}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["opd"]
        field.queryset = Opd.objects.filter(region_id=section.region_id).only(
            "code", "short_name", "region_id"
        )
