"""What a form understood in a way the person should know of: it is saved, and told."""

from django import forms


def remarks(form: forms.BaseForm) -> list[str]:
    """A sentence for each field of a valid form that has a `remark`."""
    found = ((bound.label, getattr(bound.field, "remark", "")) for bound in form)
    return [f"{label}: {remark}." for label, remark in found if remark]
