"""The doctor's own wording of the hospital's plans."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yinuo.consultations.api import actor_of
from yinuo.followups.actions.templates import reset_template, save_template, template_of
from yinuo.followups.catalogue import catalogue
from yinuo.followups.editing import edited
from yinuo.followups.pages.editing import edit_page
from yinuo.followups.problems import UnableToUsePlan


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    plans = [(key, template_of(actor, key=key)) for key in catalogue()]
    return render(request, "followups/templates.html", {"plans": plans})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """What was typed stays when something is refused; nothing of it is kept then."""
    if key not in catalogue():
        raise Http404
    actor, offered = actor_of(request), catalogue()[key]
    content = template_of(actor, key=key)
    if request.method == "POST":
        try:
            save_template(actor, key=key, content=edited(content, offered, request.POST))
        except UnableToUsePlan as no:
            page = edit_page(content, offered, request.POST, no.faults)
            return render(request, "followups/edit.html", {"page": page}, status=422)
        return redirect(f"{reverse('followups:templates')}#{key}")
    return render(request, "followups/edit.html", {"page": edit_page(content, offered, None, [])})


@require_POST
def reset(request: HttpRequest, key: str) -> HttpResponse:
    if key not in catalogue():
        raise Http404
    reset_template(actor_of(request), key=key)
    return redirect("followups:templates")
