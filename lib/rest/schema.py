"""How the API describes itself: one decorator says all about an operation."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers

from lib.acts import Act
from lib.rest.problems import MEDIA_TYPE, TITLES

READING = {400, 401, 404, 406, 503}
WRITING = READING | {403, 409, 413, 415, 507}
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    "header",
    required=True,
    pattern='^"[0-9]{1,9}"$',
    description='The ETag that was read, for example "7". Without it: 428.',
)
PAGING = (
    OpenApiParameter("page", int, description="From 1."),
    OpenApiParameter("page_size", int, description="At most 100; 50 when left out."),
)


class Operation(AutoSchema):
    """Names each operation by its class: OneFinding, PUT is one_finding_put."""

    def get_tags(self) -> list[str]:
        return [self.view.__module__.partition(".")[0]]

    def get_operation_id(self) -> str:
        noun = re.sub(r"(?<!^)(?=[A-Z])", "_", type(self.view).__name__).lower()
        return f"{noun}_{self.method.lower()}"


class DifferenceOut(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    field = serializers.CharField()
    mine = serializers.CharField()
    theirs = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """RFC 9457. `fields` names what to correct; `differences` shows both texts of a stale change."""

    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    fields = serializers.DictField(child=serializers.CharField(), required=False)  # type: ignore[assignment]
    differences = DifferenceOut(many=True, required=False)
    version = serializers.IntegerField(required=False)
    changed_by = serializers.CharField(required=False)
    changed_at = serializers.DateTimeField(required=False)


def query(name: str, description: str, choices: Sequence[str] = ()) -> OpenApiParameter:
    """A filter of a list."""
    return OpenApiParameter(name, str, description=description, enum=list(choices) or None)


def operation(
    *,
    summary: str,
    gives: Any = None,
    body: Any = None,
    status: int = 200,
    is_list: bool = False,
    filters: Sequence[OpenApiParameter] = (),
    versioned: bool = False,
    is_public: bool = False,
    media: Sequence[str] = ("application/json",),
    refuses: Sequence[int] = (),
    act: Act | Sequence[Act] = (),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Describe a method of an Endpoint.

    gives: serializer class of the answer, or a type (bytes) with its `media`. versioned: needs If-Match.
    refuses: answers beside the usual ones. act: what a writing method does, or the acts one of which it does.
    """
    acts = (act,) if isinstance(act, Act) else tuple(act)

    def decorated(method: Callable[..., Any]) -> Callable[..., Any]:
        codes = READING if method.__name__ == "get" else WRITING
        codes = codes.union(refuses, {428} if versioned else ()) - ({401} if is_public else set())
        answers = refusals(codes, acts)
        if gives is None:
            answers[status] = OpenApiResponse(description="Done.")
        else:
            answers[status, *media] = page_of(gives) if is_list else gives
        described: Callable[..., Any] = extend_schema(
            summary=summary,
            description="\n\n".join(filter(None, (method.__doc__, event_of(acts)))),
            request=body,
            parameters=[*filters, *(PAGING if is_list else ()), *((IF_MATCH,) if versioned else ())],
            responses=answers,
            auth=[] if is_public else None,
        )(method)
        return described

    return decorated


def event_of(acts: Sequence[Act]) -> str:
    """What the audit trail holds afterwards."""
    names = " or ".join(f"`{act.name}`" for act in acts)
    return f"Recorded as {names}." if acts else ""


def refusals(codes: Iterable[int], acts: Sequence[Act]) -> dict[Any, Any]:
    """A problem for each code; the 403 with the sentence of the rule, of which an operation has one."""
    titles = {code: TITLES[code] for code in sorted(codes)}
    if sentence := next((act.refusal for act in acts if act.rule), ""):
        titles[403] += f": {sentence}"
    return {(code, MEDIA_TYPE): OpenApiResponse(Problem, description=title) for code, title in titles.items()}


def page_of(kind: Any) -> Any:
    return inline_serializer(
        f"{kind.__name__}Page",
        {
            "count": serializers.IntegerField(),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": kind(many=True),
        },
    )


def close_bodies(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say what `Body` and `Endpoint.body` do: an unknown name is refused, and so is no body at all."""
    for name, component in result["components"]["schemas"].items():
        if name.endswith("Request") and component.get("type") == "object":
            component["additionalProperties"] = False
    for operations in result["paths"].values():
        for described in operations.values():
            if "requestBody" in described:
                described["requestBody"]["required"] = True
    return result
