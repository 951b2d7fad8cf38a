"""Filters for numbers and dates, and tags for the small parts that every page repeats.

Filters take what selectors and frozen documents hold (int, Decimal, digits as text; date, datetime, ISO
text) and answer "" for what is unknown: `{{ amount|rupiah|default:"belum diisi" }}`. They are plain string
work, since Django's own date and localised numbers cost several times as much, which a list of a hundred
rows feels. For the same reason icons and states are rendered from their templates once for each use and
then kept.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.template.loader import get_template
from django.urls import get_script_prefix, reverse
from django.utils import timezone

from lib.http import plain_address
from lib.text import formats

register = template.Library()

Number = int | str | Decimal | float | None
Day = date | str | None

SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
MILLION, BILLION, TRILLION = 10**6, 10**9, 10**12
PLACE = 987_654_321  # stands for a row's id while an address is taken apart

STATUS_ICONS = {
    "ok": "check-circle-fill",
    "warn": "exclamation-triangle-fill",
    "bad": "x-octagon-fill",
    "info": "arrow-repeat",
    "wait": "clock",
    "lock": "lock-fill",
    "draft": "pencil",
    "none": "circle",
}
JOB_STATES = {
    "queued": ("wait", "Antre"),
    "running": ("info", "Berjalan"),
    "done": ("ok", "Siap"),
    "failed": ("bad", "Gagal"),
}


def as_decimal(value: Number) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def as_day(value: Day) -> date | None:
    """A date or local datetime; text that is no date is no day."""
    if isinstance(value, str):
        try:
            has_time = len(value) > len("2022-09-30")
            value = datetime.fromisoformat(value) if has_time else date.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def rounded(number: Decimal, places: int = 2) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@register.filter
def angka(value: Number) -> str:
    """A number in Indonesian writing; text that is no number stays as it is."""
    return "" if value is None else formats.angka(str(value))


@register.filter
def rupiah(value: Number) -> str:
    """1500000 → "Rp1.500.000", exact."""
    number = as_decimal(value)
    return f"Rp{formats.angka(number)}" if number is not None else ""


@register.filter
def juta(value: Number) -> str:
    """1500000 → "1,5", for a column whose head says "Rp juta"."""
    number = as_decimal(value)
    return formats.angka(rounded(number / MILLION)) if number is not None else ""


@register.filter
def rupiah_singkat(value: Number) -> str:
    """ "Rp14.850 juta", "Rp1,5 miliar": the unit that reads shortest, at most two decimals."""
    number = as_decimal(value)
    if number is None:
        return ""
    size = abs(number)
    if size < MILLION:
        return rupiah(number)
    if size >= TRILLION:
        return f"Rp{formats.angka(rounded(number / TRILLION))} triliun"
    one_decimal = rounded(number / BILLION, 1)
    if size >= BILLION and (one_decimal * BILLION == number or size >= 100 * BILLION):
        return f"Rp{formats.angka(rounded(number / BILLION))} miliar"
    return f"Rp{formats.angka(rounded(number / MILLION))} juta"


@register.filter
def rupiah_juta(value: Number) -> str:
    """ "Rp16.800 juta": amounts that stand beneath each other, as in the letter."""
    text = juta(value)
    return f"Rp{text}\N{NO-BREAK SPACE}juta" if text else ""


@register.filter
def utuh(text: str) -> str:
    """ "2 (2027), 26 (2031)": a number and its year stay on one line."""
    return text.replace(" (", "\N{NO-BREAK SPACE}(")


@register.filter
def tanggal(value: Day) -> str:
    """ "20 September 2022" """
    day = as_day(value)
    return f"{day.day} {formats.MONTHS[day.month - 1]} {day.year}" if day else ""


@register.filter
def tanggal_pendek(value: Day) -> str:
    """ "20 Sep" """
    day = as_day(value)
    return f"{day.day} {SHORT_MONTHS[day.month - 1]}" if day else ""


@register.filter
def hari_tanggal(value: Day) -> str:
    """ "Selasa, 20 September 2022" """
    day = as_day(value)
    return f"{formats.DAYS[day.weekday()]}, {tanggal(day)}" if day else ""


@register.filter
def waktu(value: datetime | str | None) -> str:
    """ "10.42", in the zone of the region at hand."""
    moment = as_day(value)
    return f"{moment.hour:02}.{moment.minute:02}" if isinstance(moment, datetime) else ""


@register.filter
def tanggal_waktu(value: datetime | str | None) -> str:
    """ "20 September 2022, 10.42" """
    moment = as_day(value)
    return ", ".join(part for part in (tanggal(moment), waktu(value)) if part)


@register.filter
def tanggal_waktu_zona(value: datetime | str | None) -> str:
    """ "20 September 2022, 10.42 WIT" """
    moment = as_day(value)
    return f"{tanggal(moment)}, {formats.jam(moment)}" if isinstance(moment, datetime) else tanggal(moment)


@register.filter
def sampai(start: Day, end: Day) -> str:
    """The days of a session: "7 Juni 2022", "28-29 September 2022", "30 Juni-1 Juli 2022"."""
    first, last = as_day(start), as_day(end)
    if first is None or last is None or first == last:
        return tanggal(first or last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{tanggal(last)}"
    begin = f"{first.day} {formats.MONTHS[first.month - 1]}" if first.year == last.year else tanggal(first)
    return f"{begin}-{tanggal(last)}"


@register.filter
def hari_lagi(days: int | None) -> str:
    """ "10 hari lagi", "hari ini", "lewat 2 hari" """
    if days is None:
        return ""
    if days == 0:
        return "hari ini"
    return f"{days} hari lagi" if days > 0 else f"lewat {-days} hari"


@lru_cache(maxsize=1024)
def address_parts(prefix: str, name: str) -> tuple[str, str]:
    """`prefix`: the one that `reverse` adds now; every plan of an address has its own."""
    before, _, after = reverse(name, args=[PLACE]).partition(str(PLACE))
    return before, after


@register.simple_tag
def plain_url(name: str, *args: Any) -> str:
    """What `{% url %}` says for what belongs to no region: verification, signing in and out."""
    return plain_address(name, *args)


@register.filter
def at(pk: int, name: str) -> str:
    """The address of one row: what `{% url name pk %}` says, looked up once for all rows."""
    before, after = address_parts(get_script_prefix(), name)
    return f"{before}{pk:d}{after}"


@register.filter
def singkat(text: str, most: int) -> str:
    """At most so many letters; Django's `truncatechars` costs 0.05 ms, as much as the rest of a row."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


@register.filter
def group_hash(value: str | None) -> str:
    """A fingerprint in groups of four, so that two people can compare it aloud."""
    text = value or ""
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


@register.filter
def short_hash(value: str | None) -> str:
    """ "5e7d 19b2 … 42f6" """
    text = value or ""
    return f"{text[:4]} {text[4:8]} … {text[-4:]}" if len(text) > 12 else group_hash(text)


@register.filter
def share(part: int | None, whole: int | None) -> str:
    """A part as a whole percentage in digits; of nothing, nothing. Full only when nothing is missing."""
    return str(min(99 if (part or 0) < whole else 100, round(100 * (part or 0) / whole))) if whole else "0"


@lru_cache(maxsize=256)
def icon_markup(name: str, css: str) -> str:
    return get_template("ui/icon.html").render({"name": name, "css": css})


@register.simple_tag
def icon(name: str, css: str = "") -> str:
    """A symbol of `static/icons/sprite.svg`, hidden from screen readers: the word stands beside it."""
    return icon_markup(name, css)


@lru_cache(maxsize=1024)
def status_markup(kind: str, word: str, symbol: str, box: bool) -> str:
    context = {"kind": kind, "word": word, "icon": symbol or STATUS_ICONS[kind], "box": box}
    return get_template("ui/status.html").render(context)


@register.simple_tag
def status(kind: str, word: str, icon: str = "", box: bool = False) -> str:
    """A state: icon and word. Kinds: ok, warn, bad, info, wait, lock, draft, none."""
    return status_markup(kind, str(word), icon, box)


@register.inclusion_tag("ui/field.html", name="field")
def show_field(
    bound: forms.BoundField, style: str = "", css: str = "", at_times: bool = False
) -> dict[str, Any]:
    """Label, hint, error and input of one form field. style: "" | "pick" | "seg" for radio buttons.
    `at_times`: another answer may require it, so that the hint says when it may be empty."""
    return {"field": bound, "style": style or "pick", "css": css, "at_times": at_times}


@register.inclusion_tag("ui/errors.html", name="errors")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """What must be corrected, on top of the form, with a link to each field."""
    wrong = [field for field in form if field.errors]
    general = list(form.non_field_errors())
    return {"wrong": wrong, "general": general, "count": len(wrong) + len(general)}


@register.inclusion_tag("ui/empty.html", name="empty")
def empty_state(title: str, text: str, url: str = "", action: str = "") -> dict[str, Any]:
    """What is missing, why it matters, one action."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("ui/job.html", name="job")
def job_progress(
    state: str,
    title: str,
    root: str,
    poll: str = "",
    note: str = "",
    done: int = 0,
    total: int = 0,
    url: str = "",
    action: str = "Unduh",
) -> dict[str, Any]:
    """Background work in its four states. `root` is the element's id, `poll` the address of this part."""
    kind, word = JOB_STATES[state]
    live = poll if state in ("queued", "running") else ""
    return {
        "state": state,
        "kind": kind,
        "word": word,
        "title": title,
        "root": root,
        "poll": live,
        "note": note,
        "done": done,
        "total": total,
        "url": url,
        "action": action,
    }


@register.inclusion_tag("ui/pager.html", name="pager")
def page_links(page: Page[Any], noun: str) -> dict[str, Any]:
    """ "26-50 dari 126 program" and links to the pages around; every other filter of the address stays."""
    numbers = [str(n) for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)]
    return {
        "rows": page,
        "noun": noun,
        "current": str(page.number),
        "numbers": numbers,
        "gap": str(page.paginator.ELLIPSIS),
    }


@register.inclusion_tag("ui/confirm.html", name="confirm")
def confirm_act(
    url: str,
    action: str,
    title: str,
    text: str,
    reason: str = "",
    version: int | str = "",
    seen: str = "",
    draft: str = "",
    danger: bool = True,
) -> dict[str, Any]:
    """An act that asks once more, without JavaScript. `reason` labels a required text, sent as "reason";
    `draft` is what it is kept under in the browser until the portal has it."""
    return {
        "url": url,
        "action": action,
        "title": title,
        "text": text,
        "reason": reason,
        "version": str(version),
        "seen": seen,
        "draft": draft,
        "danger": danger,
    }


@register.inclusion_tag("ui/split.html", name="split")
def split_bar(done: int, under_way: int, missing: int, label: str) -> dict[str, Any]:
    """One bar of three lots. SVG numbers are made here as text, never localised."""
    lots = [("g-short", done), ("g-long", under_way), ("g-none", missing)]
    whole = max(done + under_way + missing, 1)
    bars, x = [], 0.0
    for css, count in lots:
        width = 590 * count / whole
        if count:
            bars.append({"css": css, "x": f"{x + 1:.1f}", "width": f"{max(width - 3, 1):.1f}"})
        x += width
    return {"bars": bars, "label": label}


@register.inclusion_tag("ui/thread_link.html", name="thread_link")
def thread_between(done: int, whole: int, text: str, url: str = "", action: str = "") -> dict[str, Any]:
    """The piece of the red thread between two stages: solid as far as it is connected."""
    reached = share(done, whole)
    return {
        "is_broken": done < whole or not whole,
        "reached": reached,
        "text": text,
        "url": url,
        "action": action,
    }


@register.inclusion_tag("ui/countdown.html", name="countdown")
def days_to_go(days_left: int, deadline: date, marks: Iterable[int] = ()) -> dict[str, Any]:
    """The large number of days; `marks` are days from today on which something happens."""
    marked = set(marks)
    days = [{"is_today": n == 0, "is_mark": n in marked} for n in range(min(max(days_left, 0), 30) + 1)]
    return {"days_left": days_left, "late": -days_left, "deadline": deadline, "days": days}
