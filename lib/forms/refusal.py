"""What a service refused, shown in the form it came from."""

from collections.abc import Mapping

from django import forms

from lib.errors import Invalid


def add_refusal(form: forms.BaseForm, refusal: Invalid, names: Mapping[str, str] | None = None) -> None:
    """Put a service's sentences at their fields; those about no field of the form stand above it.

    names: the form's field by the service's name where the two differ. A field that could not be read keeps
    its own sentence, which says more than what the service then missed.
    """
    for name, sentence in refusal.fields.items():
        field = (names or {}).get(name, name)
        if field not in form.fields:
            form.add_error(None, sentence)
        elif field not in form.errors:
            form.add_error(field, sentence)
    if not form.errors:
        form.add_error(None, refusal.message)
