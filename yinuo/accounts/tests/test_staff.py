"""The hospital's staff: by invitation only, under a policy of their own."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from yinuo.accounts import api
from yinuo.accounts.demonstration import open_account, session_for
from yinuo.accounts.models import Invitation, StaffMember
from yinuo.accounts.stand_in_sms import Gateway
from yinuo.accounts.tests.browser import Visitor, words
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.models import Person
from yinuo.promise.policy import library

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.1a")]
SYSTEM = Actor(None, "system")


def _confirm(visitor: Visitor, token: str) -> int:
    version = library().in_force("staff")
    body = {"version": version.number, "shown": version.hash, "invitation": token}
    return int(visitor.post("/accounts/staff/register/", body).status_code)


def _join(visitor: Visitor, token: str, gateway: Gateway, name: str = "周审核") -> int:
    _confirm(visitor, token)
    visitor.post("/accounts/staff/register/number/", {"number": "13800138500", "name": name})
    answer = visitor.post("/accounts/staff/register/code/", {"code": gateway.messages()[0].code})
    return int(answer.status_code)


def test_an_invitation_leads_to_a_desk(visitor: Visitor, gateway: Gateway) -> None:
    invited = api.invite_staff(actor=SYSTEM, desk="reviewer")
    answer = visitor.get(f"/accounts/staff/join/{invited.token}/", follow=True)
    assert answer.status_code == 200 and "加入医院工作台" in words(answer)
    assert not Person.objects.exists()
    assert _join(visitor, invited.token, gateway) == 302
    member = StaffMember.objects.get()
    assert member.desk == "reviewer"
    administrator = open_account(role="staff", number="13800138501", name="吴管理", desk="system_administrator")
    with open_purpose("accounts.registration", actor=Actor(administrator, "staff"), door="test"):
        assert {one.name for one in api.colleagues()} == {"周审核", "吴管理"}


def test_an_invitation_is_good_once(gateway: Gateway) -> None:
    invited = api.invite_staff(actor=SYSTEM, desk="audit")
    assert _join(Visitor(), invited.token, gateway) == 302
    late = Visitor()
    assert late.get(f"/accounts/staff/join/{invited.token}/").status_code == 403
    assert _confirm(late, invited.token) == 400
    assert StaffMember.objects.count() == 1


def test_an_old_or_a_forged_invitation_opens_nothing(visitor: Visitor) -> None:
    invited = api.invite_staff(actor=SYSTEM, desk="audit")
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for token in (invited.token, "forged"):
        assert visitor.get(f"/accounts/staff/join/{token}/").status_code == 403
        assert _confirm(visitor, token) == 400
    assert visitor.get("/accounts/staff/register/").status_code == 403
    assert not Person.objects.exists()


def test_the_token_does_not_stand_in_the_database() -> None:
    invited = api.invite_staff(actor=SYSTEM, desk="audit")
    assert invited.token not in Invitation.objects.get().token_hash


def test_only_the_administrator_invites() -> None:
    for desk in ("reviewer", "privacy_officer", "security", "audit"):
        with pytest.raises(PermissionError):
            api.invite_staff(actor=Actor(None, "staff", desk), desk="reviewer")


def test_a_name_is_asked_for(visitor: Visitor, gateway: Gateway) -> None:
    invited = api.invite_staff(actor=SYSTEM, desk="audit")
    _confirm(visitor, invited.token)
    answer = visitor.post("/accounts/staff/register/number/", {"number": "13800138500", "name": " "})
    assert answer.status_code == 400 and "请填写姓名" in words(answer)


def test_staff_log_in_at_their_own_door(gateway: Gateway) -> None:
    person = open_account(role="staff", number="13800138502", name="周审核", desk="reviewer")
    away = Client().get("/accounts/login/?next=/console/review/")
    assert away["Location"].startswith("/accounts/staff/login/")
    assert session_for(Client(), person).get("/")["Location"] == "/console/"
