"""Headers of every page: a strict policy of content, and the address that the one port saw."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Next = Callable[[HttpRequest], HttpResponse]

CONTENT = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
# What no clause in force declares is off for the whole page; asking for the rest is one element's work.
PERMISSIONS = ", ".join(
    [
        "camera=(self)",
        "microphone=(self)",
        *(
            f"{name}=()"
            for name in (
                "geolocation",
                "clipboard-read",
                "display-capture",
                "usb",
                "bluetooth",
                "midi",
                "serial",
                "hid",
                "payment",
                "accelerometer",
                "gyroscope",
                "magnetometer",
                "idle-detection",
                "browsing-topics",
            )
        ),
    ]
)


def guarded(get_response: Next) -> Next:
    """Set what every response carries; a page that says otherwise about caching is left alone."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def proxied(get_response: Next) -> Next:
    """Take the visitor's address from the one port, which overwrites what a visitor claims."""

    def answer(request: HttpRequest) -> HttpResponse:
        address = request.META.pop("HTTP_X_REAL_IP", "")
        if address:
            request.META["REMOTE_ADDR"] = address
        return get_response(request)

    return answer
