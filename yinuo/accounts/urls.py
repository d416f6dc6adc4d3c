"""Doors of accounts. The menu paths of the policy's clauses 5.4 and 7 stand here, for every role alike."""

from django.urls import path, register_converter

from yinuo.accounts.views import consent, entrance, login, me, number, passes, privacy, registration, staff, versions
from yinuo.promise.bindings import client_storage, menu
from yinuo.promise.gate.web import door


class RoleConverter:
    """One of the three roles that have accounts."""

    regex = "doctor|patient|staff"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RoleConverter, "role")

app_name = "accounts"
REGISTRATION = door("accounts.registration", roles={"visitor"})
BY_PASS = door("rights.number", roles={"visitor"})
CHANGING = door("rights.number", roles={"doctor", "patient"})
RIGHTS = door("rights")
OWN = door("rights", roles={"doctor", "patient", "staff"})

urlpatterns = [
    path("", door(None)(entrance.landing), name="landing"),
    path("accounts/login/", door(None)(entrance.choose), name="choose"),
    path("accounts/logout/", RIGHTS(login.log_out), name="logout"),
    path("accounts/staff/join/<str:token>/", RIGHTS(staff.join), name="join"),
    path("accounts/<role:role>/register/", RIGHTS(registration.policy), name="register"),
    path("accounts/<role:role>/register/number/", REGISTRATION(registration.number), name="register_number"),
    path("accounts/<role:role>/register/code/", REGISTRATION(registration.code), name="register_code"),
    path("accounts/<role:role>/login/", RIGHTS(login.number), name="login"),
    path("accounts/<role:role>/login/code/", RIGHTS(login.code), name="login_code"),
    path("accounts/<role:role>/login/carry/", RIGHTS(registration.carry), name="carry"),
    path("accounts/number/<str:token>/", BY_PASS(passes.new), name="pass"),
    path("accounts/number/<str:token>/code/", BY_PASS(passes.finish), name="pass_finish"),
    path("accounts/<role:role>/login/whose/", RIGHTS(number.whose), name="whose"),
    path("accounts/<role:role>/login/not-mine/", RIGHTS(number.not_mine), name="not_mine"),
    path("me/settings/account/number/", CHANGING(number.begin), name="number"),
    path("me/settings/account/number/old/", CHANGING(number.old), name="number_old"),
    path("me/settings/account/number/new/", CHANGING(number.new), name="number_new"),
    path("me/settings/account/number/finish/", CHANGING(number.finish), name="number_finish"),
    path("me/", OWN(me.me), name="me"),
    path("me/settings/", OWN(me.settings), name="settings"),
    path("me/settings/account/", OWN(me.account), name="account"),
    path("me/settings/account/privacy/", OWN(privacy.overview), name="privacy"),
    path("me/settings/account/privacy/withdraw/", OWN(privacy.withdraw_everything), name="withdraw_all"),
    path("me/settings/account/privacy/back/", OWN(privacy.back), name="come_back"),
    path("me/settings/account/privacy/version/", OWN(versions.new_version), name="new_version"),
    path("me/settings/account/privacy/version/seen/", OWN(versions.seen), name="version_seen"),
    path("me/settings/account/privacy/version/later/", OWN(versions.postpone), name="postpone"),
    path("me/settings/privacy/", OWN(me.privacy_settings), name="privacy_settings"),
    path("me/settings/privacy/devices/", OWN(privacy.device_permissions), name="devices"),
    path("consent/ask/", OWN(consent.ask), name="consent_ask"),
    path("consent/grant/", OWN(consent.grant), name="consent_grant"),
    path("consent/refuse/", OWN(consent.refuse), name="consent_refuse"),
    path("consent/withdraw/", OWN(consent.withdraw), name="consent_withdraw"),
    path("consent/withdraw/function/", OWN(consent.withdraw_function), name="consent_withdraw_function"),
]

MENU = {
    "我的→设置→账户信息→隐私保护提示": "privacy",
    "我的→设置→账户信息→隐私保护提示→取消隐私授权": "withdraw_all",
    "我的→设置→隐私设置→设备授权": "devices",
}
for _role in ("doctor", "patient", "staff"):
    for _path, _name in MENU.items():
        menu(_role, _path, f"accounts:{_name}")
for _cookie in ("yinuo_session", "yinuo_csrf"):
    client_storage("cookie", _cookie, "accounts")
