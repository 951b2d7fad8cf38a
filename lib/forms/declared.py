"""Form fields of what a noun declares (lib.declared)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING
from typing import Any, TypeVar

from django import forms

from lib.declared import Field, Kind
from lib.forms.fields import (
    DayField,
    LinkField,
    NumberField,
    ProseField,
    RupiahField,
    TextField,
    YearField,
)
from lib.tables.values import PROSE

Form = TypeVar("Form", bound=type[forms.Form])

NOT_CHOSEN = "Belum disebut"
FIELDS: Mapping[Kind, type[forms.Field]] = {
    Kind.TEXT: TextField,
    Kind.PROSE: ProseField,
    Kind.LINK: LinkField,
    Kind.CHOICE: forms.ChoiceField,
    Kind.FLAG: forms.BooleanField,
    Kind.YEAR: YearField,
    Kind.DAY: DayField,
    Kind.NUMBER: NumberField,
    Kind.RUPIAH: RupiahField,
}


def asks_for(plain: Collection[Field], **more: Mapping[str, Any]) -> Callable[[Form], Form]:
    """Give a form the fields of the declaration, in its order; what the class names itself stays.

    more: by name of a field, what this form says otherwise: a widget, a sentence. A page in another order
    says so by Django's `field_order`, which the summary of errors follows.
    """

    def with_fields(form: Form) -> Form:
        own = dict(form.base_fields)
        form.base_fields.clear()
        for one in plain:
            field: forms.Field | None = own.pop(one.name, None)
            form.base_fields[one.name] = field or form_field(one, **more.get(one.name, {}))
        form.base_fields.update(own)
        return form

    return with_fields


def form_field(one: Field, **options: Any) -> forms.Field:
    given: dict[str, Any] = {
        "label": one.label,
        "help_text": one.help,
        "required": not one.may_be_blank and one.kind is not Kind.FLAG,
    }
    if one.kind in (Kind.TEXT, Kind.PROSE, Kind.LINK):
        given["max_length"] = one.limit or PROSE
    if one.kind is Kind.CHOICE:
        blank = [("", NOT_CHOSEN)] if one.may_be_blank else []
        given |= {"choices": [*blank, *one.choices]}
        given |= {"initial": one.default} if one.default not in (MISSING, "") else {}
    return FIELDS[one.kind](**(given | options))
