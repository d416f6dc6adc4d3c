"""Pages without a log-in: light, found, and gone at the moment in which somebody takes them back."""

import json
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yinuo.channel import access
from yinuo.channel.actions import note_read
from yinuo.channel.pages import public
from yinuo.channel.pages.public import AccountPage, ArticlePage, HeldPage
from yinuo.channel.pages.shown import picture_of
from yinuo.channel.views.answers import missing_is_404
from yinuo.media.serve import serve
from yinuo.promise.gate import Act, current
from yinuo.web import text

HOW_LONG = "public, max-age=0, must-revalidate"
"""Kept by whoever likes and asked for again each time: what was taken back is gone from every cache at once."""
IN_A_SITEMAP = 5000


@require_safe
@missing_is_404
def article(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """One article, with everything that a reader, a search engine and a chat's preview need."""
    stands = note_read(article_id) if request.method == "GET" else access.public_standing(article_id)
    key = (article_id, stands, get_language(), text.chosen(request), request.get_host(), request.scheme)
    page = public.held(key, lambda: _article(request, public.article_page(article_id, stands)))
    return _given(request, page)


def _given(request: HttpRequest, page: HeldPage) -> HttpResponse:
    # Whoever compresses on the way adds to the name inside the quotation marks.
    same = page.etag.strip('"') in request.headers.get("If-None-Match", "")
    answer = HttpResponseNotModified() if same else HttpResponse(page.content)
    answer.headers["ETag"] = page.etag
    answer.headers["Cache-Control"] = HOW_LONG
    return answer


def _article(request: HttpRequest, page: ArticlePage) -> bytes:
    address = request.build_absolute_uri(reverse("channel:article", args=[page.article]))
    first = page.shown.first_picture
    picture = reverse("channel:picture", args=[page.article, first]) if first else static("web/icons/mark-512.png")
    image = request.build_absolute_uri(picture)
    shown = {"page": page, "address": address, "image": image, "linked": _linked(page, address, image)}
    return render_to_string("channel/article.html", shown, request=request).encode()


def _linked(page: ArticlePage, address: str, image: str) -> str:
    """JSON-LD for search engines; data, never run."""
    author = {
        "@type": "Physician",
        "name": page.signature.name,
        "medicalSpecialty": page.signature.department,
        "honorificSuffix": page.signature.title,
        "worksFor": {"@type": "Hospital", "name": page.signature.hospital},
    }
    body = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": page.shown.title,
        "description": page.shown.summary,
        "inLanguage": "zh-CN",
        "datePublished": page.published_at.isoformat(timespec="seconds"),
        "dateModified": page.changed_at.isoformat(timespec="seconds"),
        "mainEntityOfPage": address,
        "image": image,
        "citation": list(page.shown.sources),
        "author": author,
    }
    said = json.dumps(body, ensure_ascii=False)
    for mark in "<>&":
        said = said.replace(mark, f"\\u{ord(mark):04x}")
    return mark_safe(said)  # noqa: S308 - no mark that could end the element is left


@require_safe
@missing_is_404
def picture(request: HttpRequest, article_id: UUID, number: int) -> HttpResponse:
    """A picture of what is public; ``?small`` is its thumbnail."""
    found = access.public_article(article_id)
    held = picture_of(found.public, number) if found.public else None
    if held is None or not _open(found.doctor_id, "channel_text") or not _open(found.doctor_id, "channel_picture"):
        raise Http404
    return serve(request, held, thumbnail="small" in request.GET)


@require_safe
@missing_is_404
def audio(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """The spoken part of what is public."""
    found = access.public_article(article_id)
    sound = access.sound_of(found.public.talk_id if found.public else None)
    if sound is None or not _open(found.doctor_id, "channel_text") or not _open(found.doctor_id, "channel_audio"):
        raise Http404
    return serve(request, sound)


def _open(doctor: UUID, item: str) -> bool:
    return current().ask(Act.USE, doctor, item).allowed


@require_safe
@missing_is_404
def of_doctor(request: HttpRequest, doctor: UUID) -> HttpResponse:
    """A doctor's health account: articles, and answers to questions."""
    page: AccountPage = public.account_page(doctor)
    address = request.build_absolute_uri(reverse("channel:of", args=[doctor]))
    answer = render(request, "channel/account.html", {"page": page, "address": address})
    answer.headers["Cache-Control"] = HOW_LONG
    return answer


@require_safe
@missing_is_404
def feed(request: HttpRequest, doctor: UUID) -> HttpResponse:
    """The newest articles as Atom."""
    page = public.account_page(doctor)
    name = page.signature.name
    made = Atom1Feed(
        title=_("%(name)s医生的健康号") % {"name": name},
        link=request.build_absolute_uri(reverse("channel:of", args=[doctor])),
        description="",
        language="zh-CN",
        author_name=name,
        feed_url=request.build_absolute_uri(reverse("channel:feed", args=[doctor])),
    )
    for one in page.articles:
        address = request.build_absolute_uri(reverse("channel:article", args=[one.article]))
        made.add_item(
            title=one.title, link=address, description=escape(one.summary), unique_id=f"urn:uuid:{one.article}",
            pubdate=one.published_at, updateddate=one.changed_at, author_name=name,
        )  # fmt: skip
    answer = HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    answer.headers["Cache-Control"] = HOW_LONG
    return answer


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The addresses that search engines may take up; opens nothing."""
    rows = access.open_articles(IN_A_SITEMAP)
    places = [(reverse("channel:article", args=[row.pk]), row.published_at) for row in rows]
    places += [(reverse("channel:of", args=[doctor]), None) for doctor in dict.fromkeys(row.doctor_id for row in rows)]
    addresses = [(request.build_absolute_uri(place), at) for place, at in places]
    page = {"addresses": addresses}
    return render(request, "channel/sitemap.xml", page, content_type="application/xml; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Health accounts and policies may be found; everything else is nobody's business."""
    lines = ["User-agent: *", "Allow: /articles/", "Allow: /channel/", "Allow: /policy/", "Allow: /static/"]
    lines += ["Disallow: /", f"Sitemap: {request.build_absolute_uri(reverse('channel:sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
