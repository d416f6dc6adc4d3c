"""Where the services call us and bring the person back to, and the only words that they get."""

from django.conf import settings
from django.urls import reverse


def description() -> str:
    """SECURITY: no doctor, no department, no matter: these words stand in the person's bill."""
    return "问诊费"


def own_address() -> str:
    table = settings.YINUO
    return f"https://{table.domain}" if table.domain else f"http://localhost:{table.port}"


def callback_url(channel: str) -> str:
    return own_address() + reverse(f"wallet:heard_{channel}")


def return_url() -> str:
    """The patient's own list: an address that says nothing of which order or doctor."""
    return own_address() + reverse("patients:mine")
