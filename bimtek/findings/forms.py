"""What an act on a finding is sent with."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from bimtek.cycle.models import Cycle, Dimension, Subdimension
from bimtek.findings import rules
from bimtek.findings.document import EVIDENCE, PLAIN, FindingData
from bimtek.findings.models import Finding, FindingKind
from bimtek.findings.selectors import title_of
from bimtek.sessions.models import BimtekSession, Stage
from lib.access import Actor
from lib.forms.declared import asks_for
from lib.forms.fields import TextField, VersionField
from lib.tables.values import reference_key, suggestion
from opd.offices.models import AREA_WORD, Opd, kind_label, kind_rank

Choices = list[tuple[str, Any]]


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = choices


def topics_of(dimension: Dimension) -> Choices:
    parts = [(f"{dimension.code}:{part.code}", title_of(part)) for part in dimension.subdimensions.all()]
    return [*parts, (dimension.code, f"{dimension.name}, tanpa subdimensi")]


def offices(opds: Sequence[Opd]) -> Choices:
    """Grouped by kind, so that the keyboard finds a short name quickly."""
    ranked = sorted(opds, key=lambda opd: (kind_rank(opd.kind), kind_label(opd.kind)))
    return [
        (kind_label(kind), [(opd.code, opd.short_name) for opd in inside])
        for kind, inside in groupby(ranked, key=lambda opd: opd.kind)
    ]


class FindingFilter(forms.Form):
    """The filters of the list, as they stand in its address. What is not known does not filter."""

    kind = forms.ChoiceField(
        label="Jenis", required=False, choices=[("", "Semua jenis"), *FindingKind.choices]
    )
    answered = forms.ChoiceField(
        label="Jawaban",
        required=False,
        choices=[("", "Semua"), ("no", "Belum dijawab program"), ("yes", "Dijawab program")],
    )
    session = forms.ChoiceField(
        label="Bimtek", required=False, choices=[("", "Semua"), *Stage.choices, ("-", "Tanpa Bimtek")]
    )
    opd = forms.ChoiceField(label="OPD terkait", required=False)
    q = TextField(
        label="Cari kode atau kata",
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    dimension = TextField(required=False, max_length=20, widget=forms.HiddenInput)
    state = forms.ChoiceField(
        required=False, choices=[("live", "Berlaku"), ("aside", "Dikesampingkan")], widget=forms.HiddenInput
    )

    def __init__(self, opds: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "opd", [("", "Semua OPD"), *opds])

    def known(self) -> dict[str, str]:
        """The value of every filter, "" for one that does not hold."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


NOT_STATED = "Belum ditentukan"

AREAS, AREA_LETTERS = 40, 2000

# The service names its columns; on the form dimension and subdimension are one list.
FIELD_OF = {"dimension": "topic", "subdimension": "topic"}


@asks_for(
    PLAIN,
    kind={"widget": forms.RadioSelect, "error_messages": {"required": "Pilih permasalahan atau keunggulan."}},
    title={
        "label": "Temuan",
        "error_messages": {"required": "Tulis temuannya dalam satu kalimat."},
        "widget": forms.TextInput(attrs={"autocomplete": "off"}),
    },
)
class FindingFields(forms.Form):
    """What both forms of a finding ask. `uid` makes a new one exactly once, `version` says what was read."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = VersionField()
    topic = forms.ChoiceField(
        label="Dimensi dan subdimensi",
        error_messages={
            "required": "Pilih dimensi.",
            "invalid_choice": "Dimensi atau subdimensi ini tidak ada dalam siklus.",
        },
    )
    owner_opd = forms.ChoiceField(
        label="OPD terkait",
        required=False,
        error_messages={
            "required": "Pilih OPD Anda.",
            "invalid_choice": "OPD ini tidak ada di daerah.",
        },
    )
    area = TextField(
        label="Wilayah",
        required=False,
        max_length=AREA_LETTERS,
        help_text="Nama kecamatan, dipisah koma. Bila kosong, wilayah ditampilkan sebagai belum disebut.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, cycle: Cycle, actor: Actor, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.dimensions = list(cycle.dimensions.prefetch_related("subdimensions"))
        self.opds = list(Opd.objects.filter(region_id=cycle.region_id).order_by("order", "code"))
        self.for_all = rules.can_record_for_all(actor, cycle)
        self.own = rules.own_offices(actor, cycle)
        self._offer_topics()
        self._offer_opds()

    def _offer_topics(self) -> None:
        blank: Choices = [("", "Pilih dimensi")]
        offer(self, "topic", blank + [(d.name, topics_of(d)) for d in self.dimensions])

    def _offer_opds(self) -> None:
        """An operator is shown the own offices; another one typed by hand is for the service to refuse."""
        offer(self, "owner_opd", [("", NOT_STATED), *offices(self.opds)])
        if not self.for_all:
            mine = [opd for opd in self.opds if opd.pk in self.own]
            self.fields["owner_opd"].required = True
            self.initial.setdefault("owner_opd", mine[0].code if mine else "")
            cast(forms.Select, self.fields["owner_opd"].widget).choices = offices(mine)

    def clean_area(self) -> list[str]:
        """Names of kecamatan as the region spells them, each once."""
        known = {reference_key(name): name for opd in self.opds if (name := opd.area_name)}
        typed = [name for part in re.split(r"[;,]", self.cleaned_data["area"]) if (name := part.strip())]
        if len(typed) > AREAS:
            raise ValidationError(f"Paling banyak {AREAS} kecamatan; tulis yang utama saja.")
        found: dict[str, None] = {}
        for name in typed:
            key = reference_key(AREA_WORD.sub("", name, count=1))
            if known and key not in known:
                raise ValidationError(f"Kecamatan {name} tidak dikenal{suggestion(key, known)}.")
            found[known.get(key, name)] = None
        return list(found)

    def finding_data(self, session: BimtekSession | None = None) -> FindingData:
        """What was typed, for the service. `session` is the room the form stands in."""
        typed = dict(self.cleaned_data)
        dimension, subdimension = self._topic(typed["topic"])
        return FindingData(
            **{one.name: typed[one.name] for one in PLAIN if one.name in typed},
            dimension=dimension,
            subdimension=subdimension,
            session=session,
            area=typed["area"],
            owner_opd=next((opd for opd in self.opds if opd.code == typed["owner_opd"]), None),
        )

    def _topic(self, value: str) -> tuple[Dimension, Subdimension | None]:
        code, _, part = value.partition(":")
        dimension = next(known for known in self.dimensions if known.code == code)
        return dimension, next((sub for sub in dimension.subdimensions.all() if sub.code == part), None)


class EntryForm(FindingFields):
    """The quick form of the room: two lines of text, the rest kept from the finding before."""

    description = None
    root_cause = TextField(
        label="Penyebab",
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    @property
    def has_more(self) -> bool:
        """Whether the part that is folded away holds something, or something wrong."""
        names = ("area", *EVIDENCE, "source_url")
        return any(self[name].value() or self[name].errors for name in names)


class FindingForm(FindingFields):
    """Everything about a finding, on a page of its own."""

    field_order = ("kind", "topic", "title", "description", "root_cause", "owner_opd", "session")
    session = forms.ChoiceField(
        label="Bimtek",
        required=False,
        error_messages={"invalid_choice": "Bimtek ini bukan bagian dari siklus."},
    )

    def __init__(self, cycle: Cycle, actor: Actor, *args: Any, **options: Any) -> None:
        super().__init__(cycle, actor, *args, **options)
        self.sessions = {session.stage: session for session in cycle.sessions.order_by("stage")}
        stages: Choices = [(stage, str(session)) for stage, session in self.sessions.items()]
        offer(self, "session", [("", "Tanpa Bimtek"), *stages])

    def finding_data(self, session: BimtekSession | None = None) -> FindingData:
        return super().finding_data(session or self.sessions.get(self.cleaned_data["session"]))


def initial_of(finding: Finding) -> dict[str, Any]:
    """What the form shows of a stored finding."""
    topic = finding.dimension.code
    if finding.subdimension:
        topic = f"{topic}:{finding.subdimension.code}"
    return {name: getattr(finding, name) for name in ("version", *(one.name for one in PLAIN))} | {
        "topic": topic,
        "owner_opd": finding.owner_opd.code if finding.owner_opd else "",
        "session": finding.session.stage if finding.session else "",
        "area": ", ".join(finding.area),
    }
