"""Clause 2: only what is declared is stored on the device. A cookie that no policy in force declares is not sent."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from yinuo.promise.bindings import measure
from yinuo.promise.policy import library

# A reader without a role yet reads under the visitors' policy.
VISITOR = "visitor"


@measure("storage.declared_only")
def declared_cookies(role: str) -> frozenset[str]:
    """The cookies that the policy of a role declares, with those that every visitor gets."""
    policies = library()
    names = {role, VISITOR} & set(policies.roles())
    storage = [kept for name in names for kept in policies.in_force(name).storage.values()]
    return frozenset(kept.name for kept in storage if kept.kind == "cookie")


class StorageMiddleware:
    """Drop undeclared cookies from every answer; taking one away again is always allowed.

    ``request.policy_role`` names the policy that the reader has confirmed: somebody who is registering acts as a
    visitor still, under the policy confirmed a moment ago.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.cookies:
            declared = declared_cookies(getattr(request, "policy_role", VISITOR))
            for name in [name for name, morsel in response.cookies.items() if morsel.value and name not in declared]:
                del response.cookies[name]
        return response
