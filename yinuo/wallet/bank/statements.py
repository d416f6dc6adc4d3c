"""A month of a doctor's income account: what came, what went, what was left; as a page, as CSV, on paper."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from yinuo.credentials.api import full_name
from yinuo.promise.gate import Actor
from yinuo.wallet import ledger
from yinuo.wallet.bank.numbers import yuan
from yinuo.wallet.models import Transaction
from yinuo.web.paper import pdf

SHANGHAI = ZoneInfo("Asia/Shanghai")
PAPER = Path(__file__).with_name("statement.css")
MOST = 100_000
FIRST = date(2020, 1, 1)


@dataclass(frozen=True)
class Line:
    """``after`` is what was available after it; both in yuan."""

    at: datetime
    what: str
    amount: str
    after: str
    number: str


@dataclass(frozen=True)
class Statement:
    """All in yuan; ``earned`` is what this month's consultations brought after the hospital's share, settled or not."""

    month: str
    before: str
    after: str
    opening: str
    came: str
    went: str
    closing: str
    earned: str
    lines: tuple[Line, ...]


def read_month(text: str) -> date:
    """The first day of ``2026-11``; this month for anything that is no month of ours."""
    today = timezone.localdate()
    try:
        month = date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return today.replace(day=1)
    return month if FIRST <= month <= today else today.replace(day=1)


def statement(actor: Actor, month: date) -> Statement:
    """From the ledger's own entries; nothing is kept beside them."""
    following = _following(month)
    place = ledger.available(actor.who)
    later = ledger.lines(place, since=_instant(following), most=MOST)
    found = ledger.lines(place, since=_instant(month), until=_instant(following), most=MOST)
    closing = ledger.balance(place) - sum(line.fen for line in later)
    lines, after = [], closing
    for line in found:
        kind = Transaction.Kind(line.kind)
        number = str(line.transaction)[-12:]
        lines.append(Line(timezone.localtime(line.at), str(kind.label), yuan(line.fen), yuan(after), number))
        after -= line.fen
    earned = ledger.lines(ledger.pending(actor.who, month), most=MOST)
    return Statement(
        month=f"{month:%Y-%m}",
        before=f"{_before(month):%Y-%m}",
        after=f"{following:%Y-%m}" if following <= timezone.localdate() else "",
        opening=yuan(after),
        came=yuan(sum(line.fen for line in found if line.fen > 0)),
        went=yuan(-sum(line.fen for line in found if line.fen < 0)),
        closing=yuan(closing),
        earned=yuan(sum(line.fen for line in earned if line.fen > 0)),
        lines=tuple(reversed(lines)),
    )


def as_csv(shown: Statement) -> bytes:
    """With a byte order mark: the usual spreadsheet takes the file for another encoding without one."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("时间"), _("事项"), _("金额（元）"), _("余额（元）"), _("流水号")])
    writer.writerow([shown.month, _("期初余额"), "", shown.opening, ""])
    for line in shown.lines:
        writer.writerow([f"{line.at:%Y-%m-%d %H:%M:%S}", line.what, line.amount, line.after, line.number])
    writer.writerow([shown.month, _("期末余额"), "", shown.closing, ""])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_pdf(actor: Actor, shown: Statement, operator: str) -> bytes:
    page = {"page": shown, "name": full_name(actor.who), "operator": operator, "made_at": timezone.localtime()}
    return pdf(render_to_string("wallet/bank/statement_paper.html", page), PAPER.read_text("utf-8"))


def _following(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def _instant(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
