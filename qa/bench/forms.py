"""A form as a browser would send it back: every field with what stands in it."""

from html.parser import HTMLParser

Fields = list[tuple[str, str]]


class FormReader(HTMLParser):
    """Reads the one form of a page that is sent to `action`."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.fields: Fields = []
        self._action = action
        self._inside = False
        self._area: str | None = None
        self._select: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("action") == self._action and given.get("method") == "post"
        elif self._inside and tag == "input":
            self._input(given, {name for name, _ in attrs})
        elif self._inside and tag == "textarea":
            self._area, self._text = given.get("name", ""), ""
        elif self._inside and tag == "select":
            self._select = given.get("name", "")
        elif self._select is not None and tag == "option" and "selected" in {name for name, _ in attrs}:
            self.fields.append((self._select, given.get("value", "")))

    def _input(self, given: dict[str, str], named: set[str]) -> None:
        if given.get("type") in ("checkbox", "radio") and "checked" not in named:
            return
        if given.get("name"):
            self.fields.append((given["name"], given.get("value", "on" if "checked" in named else "")))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._area is not None:
            self.fields.append((self._area, self._text.removeprefix("\n")))
            self._area = None


def fields_of(page: str, action: str) -> Fields:
    reader = FormReader(action)
    reader.feed(page)
    return reader.fields


def with_values(fields: Fields, **values: str) -> Fields:
    return [(name, values.get(name, value)) for name, value in fields]
