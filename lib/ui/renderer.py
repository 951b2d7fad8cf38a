"""How every form of the portal is drawn: fields get the portal's own markup without saying so themselves."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

PLAIN_WIDGETS = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.FileInput)


class PortalBoundField(BoundField):
    """Gives text fields, selects and areas the class "input", whatever form they stand in."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if not widget.is_hidden and not isinstance(widget, PLAIN_WIDGETS):
            own = attrs.get("class") or widget.attrs.get("class", "")
            attrs["class"] = f"input {own}".strip()
        return attrs


class PortalRenderer(TemplatesSetting):
    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
    bound_field_class = PortalBoundField
