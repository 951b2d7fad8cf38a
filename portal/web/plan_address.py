"""Which plan an address is about: the one it names in `/r/<slug>/…`, else the current one of the only region.

Whoever has one region sees the prefix only on an older or coming plan of it. Whoever has several sees it on
every page: nothing is remembered behind a page. While a page of a named plan is made the prefix is the
script's own, as Django means it, so every address that is looked up carries it.
"""

from collections.abc import Callable
from functools import cached_property
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import get_script_prefix, set_script_prefix

from lib import clock
from lib.errors import Conflict
from lib.http import plain_address
from masterplan.plan.models import Masterplan
from masterplan.plan.selectors import PREFIX, most_current, named_plan, plan_without_name, plans_of, prefix_of

SAFE = ("GET", "HEAD", "OPTIONS")
# What belongs to no region, and so has no address under one.
WITHOUT_PLAN = (
    *("/api/", "/accounts/", "/plan/", "/verify/", "/v/", "/V/", "/static/", "/healthz", "/readyz"),
    PREFIX,
)
NO_PLAN_NAMED = (
    "Akun Anda melihat beberapa daerah, dan alamat ini tidak menyebut yang mana. Tidak ada yang tersimpan;"
    " pilih daerahnya di Beranda, lalu kirim lagi dari sana."
)


class Elsewhere(Exception):
    """The page stands under another address."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class PlanOfPage:
    """`plan` is None where an address without prefix could mean several regions, or there is no plan."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.is_named = False

    @cached_property
    def plan(self) -> Masterplan | None:
        return plan_without_name(self.request.user)

    def of_list(self) -> Masterplan:
        """The plan whose rows the page lists. Without one a person chooses first; 404 when there is none."""
        if self.plan is not None:
            return _with_its_hours(self.plan)
        if not plans_of(self.request.user):
            raise Http404("no plan")
        if self.request.method not in SAFE:
            raise Conflict(NO_PLAN_NAMED)
        raise Elsewhere(f"{plain_address('plan_choose')}?next={quote(self.address(''))}")

    def of_row(self, **columns: int) -> Masterplan | None:
        """The plan with these columns becomes the plan of the page; None when there is none yet.

        Of several the current one, else the newest. What is only read leads to the address under that plan;
        what is sent to an address without prefix is done there; a wrong prefix is 404.
        """

        def fits(plan: Masterplan) -> bool:
            return all(getattr(plan, name) == value for name, value in columns.items())

        if self.plan is not None and fits(self.plan):
            return _with_its_hours(self.plan)
        right = most_current([plan for plan in plans_of(self.request.user) if fits(plan)])
        if right is None:
            return None
        prefix = prefix_of(self.request.user, right)
        if self.request.method in SAFE:
            raise Elsewhere(self.address(prefix))
        if self.is_named:
            raise Http404("a row of another plan")
        set_script_prefix(f"{prefix}/")
        self.plan = right
        return _with_its_hours(right)

    def address(self, prefix: str) -> str:
        """This page under a prefix, with its query."""
        query = self.request.META.get("QUERY_STRING", "")
        return f"{prefix}{quote(self.request.path_info)}{query and '?'}{query}"


def _with_its_hours(plan: Masterplan) -> Masterplan:
    """Hours and days of the page are those of the plan's region."""
    clock.use(plan.cycle.region.zone)
    return plan


class PlanAddress:
    """Sets `request.plans`. After authentication, because a plan that one does not see is 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.plans = plans = PlanOfPage(request)  # type: ignore[attr-defined]
        before = get_script_prefix()
        try:
            if request.path_info.startswith(PREFIX) and (answer := self._name(request, plans)):
                return answer
            return self.get_response(request)
        finally:
            set_script_prefix(before)

    def _name(self, request: HttpRequest, plans: PlanOfPage) -> HttpResponse | None:
        """Takes the prefix away; a redirect when the account needs none."""
        slug, slash, rest = request.path_info.removeprefix(PREFIX).partition("/")
        path = f"/{rest}"
        if not slash or path.startswith(WITHOUT_PLAN):
            raise Http404("no page of a plan")
        if not request.user.is_authenticated:
            request.path_info = path  # the page sends to sign in, and back to the whole address after it
            return None
        plan = named_plan(request.user, slug)
        request.path_info = path
        prefix = prefix_of(request.user, plan)
        if not prefix and request.method in SAFE:
            return HttpResponseRedirect(plans.address(""))
        plans.plan, plans.is_named = plan, True
        set_script_prefix(f"{prefix}/")
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return HttpResponseRedirect(exception.address) if isinstance(exception, Elsewhere) else None
