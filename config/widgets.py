"""The widgets every form is made of, written out in Python, byte for byte as Django's templates draw them.

Django renders a template for every option of a list: sixty offices cost three milliseconds, more than the
page around them. What is not here goes through its template as ever.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]
FOLDER = "django/forms/widgets"


def attributes(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {conditional_escape(name)}" if value is True else f' {conditional_escape(name)}="{_text(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def input_tag(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    kind, name = conditional_escape(widget["type"]), conditional_escape(widget["name"])
    return f'<input type="{kind}" name="{name}"{value}{attributes(widget["attrs"])}>'


def textarea(widget: Widget) -> str:
    name, value = conditional_escape(widget["name"]), widget["value"]
    text = conditional_escape(value) if value else ""
    return f'<textarea name="{name}"{attributes(widget["attrs"])}>\n{text}</textarea>'


def select(widget: Widget) -> str:
    parts = [f'<select name="{conditional_escape(widget["name"])}"{attributes(widget["attrs"])}>']
    for group, options, _ in widget["optgroups"]:
        if group:
            parts.append(f'\n  <optgroup label="{conditional_escape(group)}">')
        parts += [f"\n  {option(each)}\n" for each in options]
        if group:
            parts.append("\n  </optgroup>")
    return "".join([*parts, "\n</select>"])


def option(widget: Widget) -> str:
    chosen = attributes(widget["attrs"]) if widget["attrs"] else ""
    return f'<option value="{_text(widget["value"])}"{chosen}>{conditional_escape(widget["label"])}</option>'


def _text(value: Any) -> SafeString:
    """As `stringformat:"s"` does: a number is never localised here."""
    return conditional_escape(value if isinstance(value, SafeString) else str(value))


INPUTS = ("text", "hidden", "number", "email", "url", "password", "date", "time", "input")
DRAWN: dict[str, Callable[[Widget], str]] = {
    f"{FOLDER}/select.html": select,
    f"{FOLDER}/textarea.html": textarea,
    **{f"{FOLDER}/{name}.html": input_tag for name in INPUTS},
}


def drawn(template_name: str, context: Mapping[str, Any]) -> SafeString | None:
    """The widget's markup, or None where only its template knows it."""
    draw = DRAWN.get(template_name)
    return mark_safe(draw(context["widget"])) if draw else None  # noqa: S308 -- every part was escaped above
