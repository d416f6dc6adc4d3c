"""What the payout service calls us with: ``alipay.fund.trans.order.changed``, signed by the service."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from yinuo.wallet import rsa2
from yinuo.wallet.bank.paying import hear
from yinuo.wallet.bank.transfers import PRODUCT, SCENE, service_key, told_of
from yinuo.wallet.models import Withdrawal

METHOD = "alipay.fund.trans.order.changed"
FRESH_FOR = timedelta(hours=48)
"""The service repeats an unanswered call for a day; what is older is somebody else's repetition."""


def listen(parameters: Mapping[str, str]) -> bool:
    """True when the call is the service's, about a payout of ours, and fits; only then has anything moved. A call that
    was heard before fits, and moves nothing."""
    if not _genuine(parameters):
        return False
    try:
        said = json.loads(parameters.get("biz_content", ""))
        withdrawal = UUID(hex=str(said["out_biz_no"]))
    except (ValueError, KeyError, TypeError):
        return False
    if (said.get("product_code"), said.get("biz_scene")) != (PRODUCT, SCENE):
        return False
    with transaction.atomic():
        row = Withdrawal.objects.select_for_update(of=("self",)).filter(pk=withdrawal, tries__gt=0).first()
        return row is not None and hear(row, told_of(said))


def _genuine(parameters: Mapping[str, str]) -> bool:
    table = settings.YINUO
    named = (parameters.get("app_id"), parameters.get("msg_method"), parameters.get("sign_type", "RSA2"))
    if named != (table.payout_app, METHOD, "RSA2"):
        return False
    content = rsa2.content_of(parameters, without=rsa2.CALLED)
    try:
        if not rsa2.fits(content, parameters.get("sign", ""), rsa2.public_key(service_key())):
            return False
        at = datetime.fromtimestamp(int(parameters.get("utc_timestamp", "")) / 1000, UTC)
    except (ValueError, OverflowError, OSError, rsa2.UnusableKey):
        return False
    return abs(datetime.now(UTC) - at) < FRESH_FOR
