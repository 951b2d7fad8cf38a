"""Serializer fields of what a noun declares (lib.declared)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING
from typing import Any, ClassVar

from rest_framework import serializers

from lib.declared import Field, Kind
from lib.rest.fields import Body, Choice, Day, Flag, Number, Rupiah, Text, Year
from lib.tables.values import NAME, PROSE, URL

LENGTH = {Kind.LINK: URL, Kind.PROSE: PROSE, Kind.TEXT: NAME}


class DeclaredOut(serializers.Serializer[Any]):
    """Answers with the plain fields of a declaration, after those the class names itself."""

    plain: ClassVar[Collection[Field]] = ()

    def get_fields(self) -> Any:
        own = super().get_fields()
        return {**own, **{one.name: field_out(one) for one in self.plain if one.name not in own}}


class DeclaredIn(Body):
    """Reads the plain fields of a declaration beside those the class names itself. What is left out becomes
    empty, unless it has to be said."""

    plain: ClassVar[Collection[Field]] = ()

    def get_fields(self) -> Any:
        own = super().get_fields()
        return {**{one.name: field_in(one) for one in self.plain if one.name not in own}, **own}


def field_out(one: Field) -> Any:
    may_be_unknown = one.default is None
    if one.kind is Kind.CHOICE:
        return serializers.ChoiceField(choices=choices(one))
    if one.kind is Kind.FLAG:
        return serializers.BooleanField()
    if one.kind is Kind.DAY:
        return serializers.DateField(allow_null=may_be_unknown)
    if one.kind is Kind.NUMBER:
        return Number(allow_null=may_be_unknown)
    if one.kind in (Kind.YEAR, Kind.RUPIAH):
        return serializers.IntegerField(allow_null=may_be_unknown)
    return serializers.CharField()


IN: Mapping[Kind, Callable[..., Any]] = {
    **dict.fromkeys((Kind.TEXT, Kind.PROSE, Kind.LINK), Text),
    Kind.CHOICE: Choice,
    Kind.FLAG: Flag,
    Kind.YEAR: Year,
    Kind.DAY: Day,
    Kind.NUMBER: Number,
    Kind.RUPIAH: Rupiah,
}


def field_in(one: Field) -> Any:
    given: dict[str, Any] = {} if one.default is MISSING else {"required": False, "default": one.default}
    if one.default is None:
        given["allow_null"] = True
    if one.kind in LENGTH:
        given["max_length"] = one.limit or LENGTH[one.kind]
    if one.kind is Kind.CHOICE:
        given["choices"] = choices(one)
    return IN[one.kind](**given)


def choices(one: Field) -> list[tuple[str, str]]:
    return [*([("", "")] if one.may_be_blank else []), *one.choices]
