"""The hospital's own plans in the language of the page. They are kept and recorded in Chinese; only what is shown
turns."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

CONTEXT = "follow-up plan"


def worded(text: str) -> str:
    """A title, question, answer or unit of the hospital's plans in the reader's language; a doctor's own words as they
    are."""
    return pgettext(CONTEXT, text) if text else text


def with_unit(label: str, unit: str) -> str:
    return _("%(label)s（%(unit)s）") % {"label": worded(label), "unit": worded(unit)}
