"""What long lists are made of. A hundred rows feel every `url`, `include` and `for`, so these filters write
the same markup in one step; they keep what does not change from row to row."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Protocol

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from config.templatetags.portal import juta, status_markup

register = template.Library()

PLACE = 987_654_321  # stands for the row's id while an address is taken apart
STATES = {
    "table": ("info", "Tabel hidup", "link-45deg"),
    "ready": ("ok", "Siap", ""),
    "writing": ("warn", "Sedang ditulis", "pencil"),
    "empty": ("warn", "Belum disusun", "circle"),
}
OUTSIDE_YEAR = '<span class="muted">–<span class="vh">di luar tahun program</span></span>'
OUTSIDE = mark_safe('<span class="muted">di luar masterplan</span>')


class Run(Protocol):
    """masterplan.exports.prose.Run"""

    @property
    def text(self) -> str: ...
    @property
    def strong(self) -> bool: ...
    @property
    def em(self) -> bool: ...
    @property
    def code(self) -> bool: ...


class Cell(Protocol):
    """masterplan.exports.years.Cell"""

    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def span(self) -> str: ...
    @property
    def achieved(self) -> bool: ...
    @property
    def note(self) -> str: ...
    @property
    def word(self) -> str: ...


class Count(Protocol):
    """masterplan.selectors.programmes.Filled"""

    @property
    def expected(self) -> int: ...
    @property
    def is_complete(self) -> bool: ...
    @property
    def amount(self) -> int | None: ...
    @property
    def text(self) -> str: ...


class Programme(Protocol):
    """masterplan.selectors.programmes.ProgrammeRow"""

    @property
    def pk(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def lead(self) -> str: ...
    @property
    def horizon(self) -> str: ...
    @property
    def quick_win(self) -> bool: ...
    @property
    def is_stopped(self) -> bool: ...
    @property
    def reason(self) -> str: ...
    @property
    def targets(self) -> Count: ...
    @property
    def rupiah(self) -> Count: ...
    @property
    def answers(self) -> Iterable[str]: ...


class Tick(Protocol):
    """masterplan.forms.programme_options.Tick"""

    @property
    def value(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def hint(self) -> str: ...
    @property
    def is_on(self) -> bool: ...


@lru_cache(maxsize=64)
def parts_of(name: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[PLACE]).partition(str(PLACE))
    return before, after


@register.filter
def at(pk: int, name: str) -> SafeString:
    """The address of one row: what `{% url name pk %}` says, looked up once for all of them."""
    before, after = parts_of(name)
    return mark_safe(f"{before}{pk:d}{after}")  # noqa: S308 -- the address of a view, and a number


@register.filter
def singkat(text: str, most: int) -> str:
    """At most so many letters, the last of them a sign that there was more."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


@register.filter
def filled(count: Count) -> SafeString:
    """ "16 dari 20", with a warning where something is missing."""
    if not count.expected:
        return OUTSIDE
    if count.is_complete:
        return mark_safe(count.text)  # noqa: S308 -- two numbers
    return mark_safe(status_markup("warn", count.text, "", False))  # noqa: S308 -- a rendered template


@register.filter
def keadaan(state: str) -> SafeString:
    """The state of a section; a live table is never written."""
    return mark_safe(status_markup(*STATES[state], False))  # noqa: S308 -- a rendered template


@register.filter
def runs(pieces: Iterable[Run]) -> SafeString:
    """Prose as markup: what is strong, what is stressed, and codes that do not break."""
    return mark_safe("".join(map(_run, pieces)))  # noqa: S308 -- every text is escaped below


def _run(piece: Run) -> str:
    text = escape(piece.text)
    if piece.code:
        text = f'<span class="nowrap">{text}</span>'
    if piece.em:
        text = f"<em>{text}</em>"
    return f"<strong>{text}</strong>" if piece.strong else text


@register.filter
def cells(row: Iterable[Cell], is_sum: bool = False) -> SafeString:
    """The years of one row of a live table; ten of them for each of hundreds of programmes."""
    return mark_safe("".join(_cell(cell, is_sum) for cell in row))  # noqa: S308 -- every text is escaped below


def _cell(cell: Cell, is_sum: bool) -> str:
    span = "" if cell.span == "1" else f' colspan="{cell.span}"'
    if cell.kind == "value":
        text = f"<b>{escape(cell.text)}</b>" if is_sum else escape(cell.text)
        note = "tercapai" if cell.achieved else escape(cell.note)
        text += f'<span class="table__sub">{note}</span>' if note else ""
    elif cell.kind == "empty":
        text = f'<span class="muted">{cell.word}</span>'
    else:
        text = OUTSIDE_YEAR
    return f'<td class="num"{span}>{text}</td>'


@register.filter
def codes(names: Iterable[str], missing: str = "") -> SafeString:
    """Codes that do not break, with commas between; what is said, as a warning, where there is none."""
    found = ", ".join(f'<span class="nowrap">{escape(name)}</span>' for name in names)
    if not found and missing:
        found = status_markup("warn", missing, "", False)
    return mark_safe(found)  # noqa: S308 -- names are escaped above, the warning is a rendered template


@register.filter
def programmes(rows: Iterable[Programme]) -> SafeString:
    """The rows of one dimension in the list of programmes."""
    return mark_safe("".join(map(_programme, rows)))  # noqa: S308 -- every text is escaped below


def _programme(row: Programme) -> str:
    head = f'<a href="{at(row.pk, "masterplan:programme_detail")}">{escape(row.name)}</a>'
    marks = f'<span class="nowrap">{escape(row.code)}</span>{_marks(row)}'
    return f"""<tr role="row">
<th scope="row" role="rowheader">{head}
<span class="table__sub tnum">{marks}</span></th>
<td role="cell">{escape(row.lead)}</td>
<td role="cell">{escape(row.horizon)}</td>
<td role="cell" data-label="Target" class="nowrap">{filled(row.targets)}</td>
<td role="cell" data-label="Rupiah" class="nowrap">{filled(row.rupiah)}</td>
<td role="cell" data-label="Rp juta" class="num">{juta(row.rupiah.amount)}</td>
<td role="cell">{codes(row.answers, "belum ada temuan")}</td>
</tr>
"""


def _marks(row: Programme) -> str:
    """What stands beside its code."""
    marks = ' <span class="tag">Quick win</span>' if row.quick_win else ""
    if row.is_stopped:
        marks += ' <span class="tag">Terhenti</span>'
    if row.reason:
        marks += f" Dikesampingkan: {escape(row.reason)}\n"
    return marks


@register.filter
def ticks(rows: Iterable[Tick], name: str) -> SafeString:
    """Checkboxes that are sent as `name`; a programme's form has hundreds of them."""
    return mark_safe("\n".join(_tick(row, escape(name)) for row in rows))  # noqa: S308 -- escaped here and below


def _tick(row: Tick, name: str) -> str:
    code = f'<b class="nowrap">{escape(row.code)}</b> ' if row.code else ""
    checked = " checked" if row.is_on else ""
    return (
        f'<label class="choice"><input type="checkbox" name="{name}" value="{escape(row.value)}"{checked}>\n'
        f"<span>{code}{escape(row.label)}<small>{escape(row.hint)}</small></span></label>"
    )
