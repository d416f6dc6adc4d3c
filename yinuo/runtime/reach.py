"""The infrastructure that every process of ours may reach beside what policies declare."""

from pathlib import Path
from urllib.parse import urlsplit

from yinuo.runtime import database
from yinuo.runtime.settings_table import Settings


def stand_ins(settings: Settings) -> dict[str, str]:
    """Recipient to host and port of what stands in for it; empty outside a demonstration."""
    if not settings.demo:
        return {}
    mail = f"{settings.mail_host}:{settings.mail_port}"
    push = {"push_mozilla": settings.push_stand_in, "push_huawei": urlsplit(settings.huawei_push).netloc}
    payment = {
        "wechat_pay": urlsplit(settings.wechat_endpoint).netloc,
        "alipay": urlsplit(settings.alipay_gateway).netloc,
    }
    bank = {
        "bank_payout": urlsplit(settings.payout_endpoint).netloc,
        "card_verifier": urlsplit(settings.verifier_endpoint).netloc,
    }
    named = {"sms_gateway": urlsplit(settings.sms_endpoint).netloc, "mail": mail, **push, **payment, **bank}
    return {recipient: place for recipient, place in named.items() if place}


def endpoints(settings: Settings) -> frozenset[tuple[str, int]]:
    """Host and port of the database, of our own loopback parts and of stand-ins."""
    found = {("127.0.0.1", settings.gateway_port)}
    server = database.server(database.url(settings))
    if not isinstance(server, Path):
        found.add(server)
    for netloc in stand_ins(settings).values():
        parts = urlsplit(f"//{netloc}")
        if parts.hostname:
            found.add((parts.hostname, parts.port or 80))
    return frozenset(found)


def folders(settings: Settings) -> tuple[Path, ...]:
    """Folders of the unix sockets of our own parts and of the database."""
    found = [settings.home / "run"]
    if settings.pages_socket:
        found.append(Path(settings.pages_socket).parent)
    server = database.server(database.url(settings))
    if isinstance(server, Path):
        found.append(server)
    return tuple(folder.resolve() for folder in found)
