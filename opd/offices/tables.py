"""opd.csv: the perangkat daerah, and the directory that finds one by any of its names."""

import itertools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from lib import zones
from lib.tables import values
from lib.tables.csv import Row, read_table
from lib.tables.problems import Problem, Report
from lib.tables.schemas import OLD_DAY, choice, day, group, maybe, shaped, text
from opd.offices.models import AREA_WORD, KINDS, LONGEST_KIND, OTHER_KIND, area_name, kind_label

FILE = "opd.csv"

COLUMNS = (
    "code",
    "official_name",
    "short_name",
    "kind",
    "head_title",
    "region_code",
    "confirmed",
    "other_names",
    "valid_from",
    "parent",
)

REQUIRED = ("code", "official_name", "head_title", "confirmed")

SAME_KIND = {
    "rumah sakit umum daerah": "rsud",
    "rumah sakit": "rsud",
    "upt": "uptd",
    "upt daerah": "uptd",
    "unit pelaksana teknis daerah": "uptd",
    "badan layanan umum daerah": "blud",
    "badan usaha milik daerah": "bumd",
    "perumda": "bumd",
    "perusahaan daerah": "bumd",
    "pdam": "bumd",
    "lain-lain": "lainnya",
}
"""What offices write, in the spelling of `reference_key`, and the kind they mean."""

LOOSE_END = re.compile(r"([\s,;:/&(-]|\b(dan|serta|atau|di|ke|pada|untuk))+$", re.IGNORECASE)
NUMBERED = re.compile(r" \([0-9]+\)$")
KEMENDAGRI_CODE = re.compile(r"[0-9]{2}\.[0-9]{2}(\.[0-9]{2})?(\.[0-9]{4})?")


@dataclass(frozen=True, slots=True)
class OpdRow:
    """`valid_from` is a year or an ISO date, as written. `short_name` falls back to the official name,
    cut at a word.

    `kind` is one of `KINDS`, or as written; `parent` is the code of the office it is a part of, or empty.
    """

    line: int
    code: str
    official_name: str
    short_name: str
    kind: str
    head_title: str
    region_code: str
    confirmed: bool
    other_names: tuple[str, ...]
    valid_from: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class OpdDirectory:
    """Finds an office by code, short name, official name or a former name, and an area by its bare name.

    Case and spaces do not matter. `complete` is False when rows of opd.csv could not be read.
    """

    codes: Mapping[str, tuple[str, ...]]
    areas: Mapping[str, tuple[str, ...]]
    complete: bool
    area_noun: str = "kecamatan"

    def code_of(self, reference: str) -> str:
        """Empty when it may stand in a row that could not be read; ValueError when unknown or ambiguous."""
        return self._found(self.codes, reference, "perangkat daerah")

    def area_of(self, reference: str) -> str:
        """The present name of the kecamatan, without the word *Kecamatan*."""
        if word := AREA_WORD.match(reference):
            raise ValueError(f"{values.quoted(reference)} ditulis tanpa kata {word[0].strip().capitalize()}")
        return self._found(self.areas, reference, self.area_noun)

    def _found(self, names: Mapping[str, tuple[str, ...]], reference: str, noun: str) -> str:
        key = values.reference_key(reference)
        found = names.get(key, ())
        if len(found) > 1:
            several = ", ".join(found)
            raise ValueError(
                f"{noun} {values.quoted(reference)} dapat berarti {several}; sebut nama yang lain"
            )
        if not found and self.complete:
            near = values.suggestion(key, names)
            raise ValueError(f"{noun} {values.quoted(reference)} tidak ada di {FILE}{near}")
        return found[0] if found else ""


def read_offices(folder: Path, report: Report) -> tuple[tuple[OpdRow, ...], OpdDirectory]:
    table = read_table(folder, FILE, COLUMNS, REQUIRED, report)
    rows = [row for row in table.rows if row] if table else []
    written = [_office(row) for row in rows]
    offices = _with_short_names(rows, written)
    if table and not table.rows:
        report.problem(FILE, None, "", "belum ada satu pun perangkat daerah")
    refuse_repeated(zip(rows, (office.code for office in offices), strict=True), "code", "kode")
    names = zip(rows, (office.official_name for office in offices), strict=True)
    refuse_repeated(names, "official_name", "nama resmi")
    shorts = zip(rows, (office.short_name for office in written), strict=True)
    refuse_repeated(shorts, "short_name", "singkatan")
    are_named = all(office.code and office.official_name for office in offices)
    directory = _directory(offices, complete=bool(table and table.complete and are_named))
    return _with_parents(rows, offices, directory), directory


def _with_parents(
    rows: Sequence[Row], offices: Sequence[OpdRow], directory: OpdDirectory
) -> tuple[OpdRow, ...]:
    """Each office with the code of its parent; to be one's own, if only by way of others, is a problem."""
    parents = {
        office.code: read_office(row, "parent", directory) for row, office in zip(rows, offices, strict=True)
    }
    for row, office in zip(rows, offices, strict=True):
        above, steps = parents[office.code], 0
        while above and above != office.code and steps < len(parents):
            above, steps = parents.get(above, ""), steps + 1
        if above and above == office.code:
            row.problem("parent", "perangkat daerah ini menjadi induk dirinya sendiri")
    return tuple(replace(office, parent=parents[office.code]) for office in offices)


def _with_short_names(rows: Sequence[Row], offices: Sequence[OpdRow]) -> tuple[OpdRow, ...]:
    """Each office with a short name of its own: as it is written, else what fits of the official name."""
    taken = {values.reference_key(office.short_name) for office in offices}
    found = []
    for row, office in zip(rows, offices, strict=True):
        short_name = office.short_name or free_short_name(office.official_name, taken)
        taken.add(values.reference_key(short_name))
        if short_name == office.official_name and not office.short_name:
            row.notice("short_name", "kosong; nama resmi dipakai sebagai singkatan")
        elif short_name != office.short_name:
            cut = f"kosong; nama resmi dipendekkan menjadi {values.quoted(short_name, values.SHORT)}"
            row.notice("short_name", f"{cut}; isi singkatannya bila ada yang lebih baik")
        found.append(replace(office, short_name=short_name))
    return tuple(found)


def free_short_name(wanted: str, taken: Collection[str]) -> str:
    """As much of the wanted name as fits, numbered where another office has it already.

    `taken` are names in the spelling of `reference_key`.
    """
    name = shortened(wanted, values.SHORT)
    for number in itertools.count(2):
        if values.reference_key(name) not in taken or not name:
            break
        mark = f" ({number})"
        name = shortened(wanted, values.SHORT - len(mark)) + mark
    return name


def beside_stored(
    offices: Sequence[OpdRow], stored: Mapping[str, str]
) -> tuple[tuple[OpdRow, ...], tuple[Problem, ...]]:
    """The offices with short names that none of the portal's other offices has, and what there is to tell.

    `stored` holds the short name of each office of the portal by its code. One that the file lists too gets
    its name from the file.
    """
    listed = {office.code for office in offices}
    owners = {values.reference_key(name): code for code, name in stored.items() if code not in listed}
    taken = owners.keys() | {values.reference_key(office.short_name) for office in offices}
    found, notices = [], []
    for office in offices:
        if owner := owners.get(values.reference_key(office.short_name)):
            wanted = office.short_name
            office = replace(office, short_name=free_short_name(NUMBERED.sub("", wanted), taken))
            taken = taken | {values.reference_key(office.short_name)}
            remark = f"{values.quoted(wanted)} sudah menjadi singkatan {owner} di portal; dipakai"
            remark = (
                f"{remark} {values.quoted(office.short_name)}, isi singkatan lain bila ada yang lebih baik"
            )
            notices.append(Problem(FILE, office.line, "short_name", remark))
        found.append(office)
    return tuple(found), tuple(notices)


def shortened(name: str, room: int) -> str:
    """At most `room` letters, cut after a word that says something, with an ellipsis where it was cut."""
    if len(name) <= room:
        return name
    words = name[: room - 1].rsplit(" ", 1)[0] if " " in name[: room - 1] else name[: room - 2]
    return LOOSE_END.sub("", words) + " \u2026"


def _office(row: Row) -> OpdRow:
    official_name = row.text("official_name", required=True)
    return OpdRow(
        line=row.line,
        code=row.code("code", values.CODE_OPD),
        official_name=official_name,
        short_name=row.text("short_name", values.SHORT),
        kind=_kind(row),
        head_title=row.text("head_title", required=True),
        region_code=row.parsed("region_code", _kemendagri_code) or "",
        confirmed=row.flag("confirmed"),
        other_names=tuple(row.items("other_names")),
        valid_from=row.parsed("valid_from", _year_or_date) or "",
    )


def _kind(row: Row) -> str:
    """A list of offices is never refused for a kind: one that is not in the table stays as it was written."""
    written = row.text("kind", LONGEST_KIND)
    key = values.reference_key(written)
    kind = SAME_KIND.get(key, key)
    if kind in KINDS:
        return kind
    if written:
        row.notice("kind", f"jenis {values.unknown(written, KINDS)}; dipakai apa adanya")
    else:
        row.notice("kind", f"kosong; dicatat sebagai {kind_label(OTHER_KIND).lower()}")
    return written or OTHER_KIND


def _kemendagri_code(raw: str) -> str:
    if not KEMENDAGRI_CODE.fullmatch(raw.strip()):
        raise ValueError(f"{values.quoted(raw)} bukan kode Kemendagri, misalnya 32.16 atau 32.16.01")
    return raw.strip()


def _year_or_date(raw: str) -> str:
    text = raw.strip()
    if values.YEAR.fullmatch(text):
        return str(values.parse_year(text))
    return values.parse_date(text).isoformat()


def _directory(offices: Sequence[OpdRow], *, complete: bool) -> OpdDirectory:
    codes: dict[str, tuple[str, ...]] = {}
    areas: dict[str, tuple[str, ...]] = {}
    nouns: list[str] = []
    for office in offices:
        names = (office.official_name, *office.other_names)
        _enter(codes, (office.code, office.short_name, *names), office.code)
        if area := area_name(office.kind, office.official_name):
            _enter(areas, (area_name(office.kind, name) for name in names), area)
            nouns.append(office.kind)
    return OpdDirectory(codes, areas, complete, *nouns[:1])


def _enter(names: dict[str, tuple[str, ...]], spellings: Iterable[str], target: str) -> None:
    for key in {values.reference_key(spelling) for spelling in spellings}:
        names[key] = (*names.get(key, ()), target)


def refuse_repeated(entries: Iterable[tuple[Row, str]], column: str, noun: str) -> None:
    """Reports every row whose value stands in an earlier row too, in upper or lower case."""
    first: dict[str, int] = {}
    for row, value in entries:
        line = first.setdefault(values.reference_key(value), row.line)
        if value and line != row.line:
            row.problem(column, f"{noun} {values.quoted(value)} sudah dipakai pada baris {line}")


def read_office(row: Row, column: str, directory: OpdDirectory, *, required: bool = False) -> str:
    """The code of the office named in the cell; empty when the cell is."""
    reference = row.text(column, required=required)
    try:
        return directory.code_of(reference) if reference else ""
    except ValueError as refusal:
        row.problem(column, str(refusal))
        return ""


def read_office_list(
    row: Row, column: str, directory: OpdDirectory, but: Collection[str] = ()
) -> tuple[str, ...]:
    """Codes in the order named, each once and none of `but`; what is left out for that is a notice."""
    found: list[str] = []
    for reference in row.items(column):
        try:
            code = directory.code_of(reference)
        except ValueError as refusal:
            row.problem(column, str(refusal))
            continue
        if code in found or code in but:
            row.notice(column, f"{values.quoted(reference)} sudah disebut pada baris ini; dihitung sekali")
        elif code:
            found.append(code)
    return tuple(found)


def read_areas(row: Row, column: str, directory: OpdDirectory) -> tuple[str, ...]:
    """Names of kecamatan as opd.csv spells them now, each once."""
    found: dict[str, None] = {}
    for reference in row.items(column):
        try:
            found[directory.area_of(reference)] = None
        except ValueError as refusal:
            row.problem(column, str(refusal))
    return tuple(found)


REGION_KINDS = ("kabupaten", "kota")

NAME = 120
TIME_ZONE = shaped(zones.WRITTEN, f"harus salah satu dari {zones.NAMES}; kosong: menurut kode wilayah", 20)

SCHEMA = group(
    {
        "code": shaped(r"[0-9]{2}\.[0-9]{2}", "harus kode Kemendagri dua bagian, misalnya 32.16", 13),
        "kind": choice(REGION_KINDS),
        "name": text(NAME, required=True),
        "province": text(NAME, required=True),
    },
    {"capital": text(NAME), "motto": text(), "founded": OLD_DAY, "time_zone": maybe(TIME_ZONE)},
)


@dataclass(frozen=True, slots=True)
class RegionRow:
    """`time_zone` is a name of the tz database, or empty: it follows from the code."""

    code: str
    kind: str
    name: str
    province: str
    capital: str
    motto: str
    founded: date | None
    time_zone: str = ""


def read_region_row(part: dict[str, Any]) -> RegionRow:
    return RegionRow(
        code=part["code"],
        kind=part["kind"],
        name=part["name"],
        province=part["province"],
        capital=part.get("capital") or "",
        motto=part.get("motto") or "",
        founded=day(part.get("founded")),
        time_zone=zones.named(part["time_zone"]).value if part.get("time_zone") else "",
    )
