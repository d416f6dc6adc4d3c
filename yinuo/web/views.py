"""What is the same for everybody: the service worker, the manifest, the page that shows without a network."""

import hashlib
import json

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yinuo.web import text
from yinuo.web.notifications import sentences
from yinuo.web.shell import SHELL


def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker with the list of what it may keep. Its text changes with the list, so browsers take the new one."""
    files = [staticfiles_storage.url(name) for name in SHELL]
    offline = reverse("web:offline")
    kept = json.dumps({"files": files, "offline": offline}, ensure_ascii=True)
    said = json.dumps(sentences(), ensure_ascii=True)
    stamp = hashlib.sha256(f"{kept}{said}".encode()).hexdigest()[:12]
    icon = staticfiles_storage.url("web/icons/mark-192.png")
    answer = render(
        request,
        "web/service-worker.js",
        {"kept": kept, "stamp": stamp, "sentences": said, "icon": icon},
        content_type="text/javascript; charset=utf-8",
    )
    answer.headers["Service-Worker-Allowed"] = "/"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the product on its home screen."""
    drawing = {"src": staticfiles_storage.url("web/icons/mark.svg"), "sizes": "any", "type": "image/svg+xml"}
    icons = [drawing] + [
        {
            "src": staticfiles_storage.url(f"web/icons/mark-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    body = {
        "id": "/",
        "name": settings.YINUO_OPERATOR.name,
        "short_name": _("医诺"),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "lang": settings.LANGUAGE_CODE,
        "background_color": "#f3f5f4",
        "theme_color": "#0a655d",
        "icons": icons,
    }
    answer = HttpResponse(json.dumps(body, ensure_ascii=False), content_type="application/manifest+json")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


@require_POST
def text_size(request: HttpRequest) -> HttpResponse:
    """Choose the size of letters; a visitor may too. The ordinary size keeps no cookie."""
    wanted = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    answer = HttpResponseRedirect(wanted if wanted.startswith("/") and own else "/")
    text.choose(answer, request.POST.get("size", ""))
    return answer


def offline(request: HttpRequest) -> HttpResponse:
    """Shown from the worker's cache when there is no network; it holds nothing of anybody."""
    return render(request, "web/offline.html")
