"""Who may enter which door: the whole house in one table, written by hand and compared with the URLconf.

A new URL fails the matrix until somebody has written down here who may enter it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    """``REGISTERING`` has confirmed a policy and not proven a number yet."""

    VISITOR = "visitor"
    REGISTERING = "registering person"
    PATIENT = "patient"
    DOCTOR_BEFORE = "doctor before qualification"
    DOCTOR_AFTER = "doctor after qualification"
    REVIEWER = "reviewer"
    PRIVACY_OFFICER = "privacy officer"
    SECURITY = "security"
    AUDIT = "audit"
    SYSTEM_ADMINISTRATOR = "system administrator"
    FINANCE = "finance"
    CONTENT = "content"


@dataclass(frozen=True)
class Row:
    """``door`` are those whom the door admits. ``party`` are those of them whom the object in the address of the sample
    belongs to, when it belongs to somebody: for all others it does not exist."""

    door: frozenset[Who]
    party: frozenset[Who] | None = None

    @property
    def enters(self) -> frozenset[Who]:
        return self.door if self.party is None else self.door & self.party


def _of(*who: Who) -> frozenset[Who]:
    return frozenset(who)


ALL = frozenset(Who)
NOT_LOGGED_IN = _of(Who.VISITOR, Who.REGISTERING)
DOCTORS = _of(Who.DOCTOR_BEFORE, Who.DOCTOR_AFTER)
STAFF = _of(
    *(Who.REVIEWER, Who.PRIVACY_OFFICER, Who.SECURITY, Who.AUDIT, Who.SYSTEM_ADMINISTRATOR),
    *(Who.CONTENT, Who.FINANCE),
)
LOGGED_IN = ALL - NOT_LOGGED_IN
PARTIES = _of(Who.DOCTOR_AFTER, Who.PATIENT)

EVERYBODY = Row(ALL)
REGISTRATION = Row(NOT_LOGGED_IN)
ONESELF = Row(LOGGED_IN)
DOCTOR = Row(DOCTORS)
OWN_CONSULTATION_OF_DOCTOR = Row(DOCTORS, PARTIES)
OWN_CONSULTATION = Row(DOCTORS | {Who.PATIENT}, PARTIES)
PARTY = Row(DOCTORS | {Who.PATIENT})
OWN_REQUEST = Row(LOGGED_IN, _of(Who.PATIENT))
PATIENT = Row(_of(Who.PATIENT))
REVIEW = Row(_of(Who.REVIEWER))
CONTENT = Row(_of(Who.CONTENT))
OWN_ARTICLE = Row(DOCTORS, _of(Who.DOCTOR_AFTER))
OFFICER = Row(_of(Who.PRIVACY_OFFICER))
FINANCE = Row(_of(Who.FINANCE))

TABLE: dict[str, Row] = {
    "healthz": EVERYBODY,
    # accounts
    "accounts:landing": EVERYBODY,
    "accounts:choose": EVERYBODY,
    "accounts:logout": EVERYBODY,
    "accounts:join": EVERYBODY,
    "accounts:register": EVERYBODY,
    "accounts:register_number": REGISTRATION,
    "accounts:register_code": REGISTRATION,
    "accounts:login": EVERYBODY,
    "accounts:login_code": EVERYBODY,
    "accounts:carry": EVERYBODY,
    "accounts:pass": REGISTRATION,
    "accounts:pass_finish": REGISTRATION,
    "accounts:whose": EVERYBODY,
    "accounts:not_mine": EVERYBODY,
    "accounts:number": PARTY,
    "accounts:number_old": PARTY,
    "accounts:number_new": PARTY,
    "accounts:number_finish": PARTY,
    "accounts:me": ONESELF,
    "accounts:settings": ONESELF,
    "accounts:account": ONESELF,
    "accounts:privacy": ONESELF,
    "accounts:withdraw_all": ONESELF,
    "accounts:come_back": ONESELF,
    "accounts:new_version": ONESELF,
    "accounts:postpone": ONESELF,
    "accounts:version_seen": ONESELF,
    "accounts:privacy_settings": ONESELF,
    "accounts:devices": ONESELF,
    "accounts:consent_ask": ONESELF,
    "accounts:consent_grant": ONESELF,
    "accounts:consent_refuse": ONESELF,
    "accounts:consent_withdraw": ONESELF,
    "accounts:consent_withdraw_function": ONESELF,
    # rights
    "rights:information": ONESELF,
    "rights:seen": ONESELF,
    "rights:item": Row(LOGGED_IN, DOCTORS),
    "rights:file": Row(LOGGED_IN, _of(Who.PATIENT)),
    "rights:certification": DOCTOR,
    "rights:collected": ONESELF,
    "rights:shared": ONESELF,
    "rights:receipts": ONESELF,
    "rights:receipt": OWN_REQUEST,
    "rights:receipt_record": OWN_REQUEST,
    "rights:board": EVERYBODY,
    "rights:storage": EVERYBODY,
    "rights:forget": EVERYBODY,
    "rights:requests": ONESELF,
    "rights:ask": ONESELF,
    "rights:request": OWN_REQUEST,
    "rights:add": OWN_REQUEST,
    "rights:take_back": OWN_REQUEST,
    # consultations
    "consultations:inbox": DOCTOR,
    "consultations:inbox_rows": DOCTOR,
    "consultations:patients": DOCTOR,
    "consultations:attend": OWN_CONSULTATION_OF_DOCTOR,
    "consultations:accept": OWN_CONSULTATION_OF_DOCTOR,
    "consultations:decline": OWN_CONSULTATION_OF_DOCTOR,
    "consultations:mark_revisit": OWN_CONSULTATION_OF_DOCTOR,
    "consultations:close": OWN_CONSULTATION_OF_DOCTOR,
    "consultations:upload": OWN_CONSULTATION,
    "consultations:media": OWN_CONSULTATION,
    "consultations:thumbnail": OWN_CONSULTATION,
    "consultations:document": PATIENT,
    # patients
    "patients:doctor": EVERYBODY,
    "patients:mine": PATIENT,
    "patients:doctors": PATIENT,
    "patients:ask": PATIENT,
    "patients:sign": PATIENT,
    "patients:consent": PATIENT,
    "patients:submit": PATIENT,
    "patients:consultation": PATIENT,
    "patients:state": PATIENT,
    "patients:withdraw": PATIENT,
    # followups
    "followups:list": DOCTOR,
    "followups:choose": OWN_CONSULTATION_OF_DOCTOR,
    "followups:choose_for": OWN_CONSULTATION_OF_DOCTOR,
    "followups:templates": DOCTOR,
    "followups:edit": DOCTOR,
    "followups:reset": DOCTOR,
    "followups:invitations": DOCTOR,
    "followups:invite": DOCTOR,
    "followups:uninvite": OWN_CONSULTATION_OF_DOCTOR,
    "followups:invite_again": OWN_CONSULTATION_OF_DOCTOR,
    "followups:take_back": OWN_CONSULTATION_OF_DOCTOR,
    "followups:plan": OWN_CONSULTATION_OF_DOCTOR,
    "followups:write": OWN_CONSULTATION_OF_DOCTOR,
    "followups:end": OWN_CONSULTATION_OF_DOCTOR,
    "followups:finish": OWN_CONSULTATION_OF_DOCTOR,
    "followups:hand_over": OWN_CONSULTATION_OF_DOCTOR,
    "followups:mine": PATIENT,
    "followups:agree": PATIENT,
    "followups:own": PATIENT,
    "followups:confirm": PATIENT,
    "followups:leave": PATIENT,
    "followups:answer": PATIENT,
    "followups:upload": OWN_CONSULTATION,
    "followups:media": OWN_CONSULTATION,
    "followups:thumbnail": OWN_CONSULTATION,
    "followups:forget": PATIENT,
    "followups:invited": EVERYBODY,
    "followups:take_up": PATIENT,
    # channel
    "channel:article": EVERYBODY,
    "channel:picture": EVERYBODY,
    "channel:audio": EVERYBODY,
    "channel:of": EVERYBODY,
    "channel:feed": EVERYBODY,
    "channel:sitemap": EVERYBODY,
    "channel:robots": EVERYBODY,
    "channel:home": DOCTOR,
    "channel:begin": DOCTOR,
    "channel:questions": DOCTOR,
    "channel:question": OWN_ARTICLE,
    "channel:question_act": OWN_ARTICLE,
    "channel:write": OWN_ARTICLE,
    "channel:save": OWN_ARTICLE,
    "channel:preview": OWN_ARTICLE,
    "channel:submit": OWN_ARTICLE,
    "channel:fared": OWN_ARTICLE,
    "channel:own_picture": OWN_ARTICLE,
    "channel:talk": OWN_ARTICLE,
    "channel:talk_chapters": OWN_ARTICLE,
    "channel:talk_remove": OWN_ARTICLE,
    "channel:own_sound": OWN_ARTICLE,
    "channel:act": OWN_ARTICLE,
    "channel:following": PATIENT,
    "channel:ask": PATIENT,
    "channel:follow": PATIENT,
    "channel:unfollow": PATIENT,
    "channel:forget_question": PATIENT,
    # notices
    "notices:list": ONESELF,
    "notices:email": Row(DOCTORS | {Who.PATIENT}),
    "notices:forget_email": Row(DOCTORS | {Who.PATIENT}),
    "notices:push": PARTY,
    "notices:device": PARTY,
    "notices:forget_device": PARTY,
    "notices:stop": PARTY,
    "notices:open": PARTY,
    # wallet
    "wallet:pay": PATIENT,
    "wallet:begin": PATIENT,
    "wallet:look": PATIENT,
    "wallet:code": PATIENT,
    "wallet:orders": PATIENT,
    "wallet:order": PATIENT,
    "wallet:rate": PATIENT,
    "wallet:income": DOCTOR,
    "wallet:ratings": DOCTOR,
    "wallet:heard_wechat": EVERYBODY,
    "wallet:heard_alipay": EVERYBODY,
    # web
    "web:service_worker": EVERYBODY,
    "web:manifest": EVERYBODY,
    "web:language": EVERYBODY,
    "web:text": EVERYBODY,
    "web:offline": EVERYBODY,
    # policy: open to everybody under every version
    "policy:index": EVERYBODY,
    "policy:in_force": EVERYBODY,
    "policy:clause": EVERYBODY,
    "policy:version": EVERYBODY,
    "policy:differences": EVERYBODY,
    "policy:download": EVERYBODY,
    # credentials
    "credentials:home": DOCTOR,
    "credentials:standing": DOCTOR,
    "credentials:fields": DOCTOR,
    "credentials:correct": DOCTOR,
    "credentials:pictures": DOCTOR,
    "credentials:submit": DOCTOR,
    "credentials:reopen": DOCTOR,
    "credentials:picture": DOCTOR,
    "credentials:add_picture": DOCTOR,
    "credentials:remove_picture": DOCTOR,
    "credentials:photo": Row(ALL - STAFF),
    # bank cards and withdrawals
    "bank:home": DOCTOR,
    "bank:rows": DOCTOR,
    "bank:bind": DOCTOR,
    "bank:bound": DOCTOR,
    "bank:card": DOCTOR,
    "bank:show": DOCTOR,
    "bank:remove": DOCTOR,
    "bank:withdraw": DOCTOR,
    "bank:confirm": DOCTOR,
    "bank:withdrawal": Row(DOCTORS, _of(Who.DOCTOR_AFTER)),
    "bank:statement": DOCTOR,
    "bank:called": EVERYBODY,
    # namecards
    "namecards:card": DOCTOR,
    "namecards:show": DOCTOR,
    "namecards:code": DOCTOR,
    "namecards:picture": DOCTOR,
    "namecards:print": DOCTOR,
    "namecards:make": DOCTOR,
    "namecards:renew": DOCTOR,
    "namecards:withdraw": DOCTOR,
    "namecards:scan": EVERYBODY,
    # console
    "console:payouts": FINANCE,
    "console:payout": FINANCE,
    "console:payout_act": FINANCE,
    "console:difference_settle": FINANCE,
    "console:home": Row(STAFF),
    "console:review": REVIEW,
    "console:review_one": REVIEW,
    "console:review_picture": REVIEW,
    "console:review_correct": REVIEW,
    "console:review_approve": REVIEW,
    "console:review_reject": REVIEW,
    "console:review_revoke": REVIEW,
    "console:corrections": REVIEW,
    "console:correction_accept": REVIEW,
    "console:correction_decline": REVIEW,
    "console:requests": OFFICER,
    "console:request_take_down": OFFICER,
    "console:request": OFFICER,
    "console:request_act": OFFICER,
    "console:request_number_pass": OFFICER,
    "console:channel": CONTENT,
    "console:channel_article": CONTENT,
    "console:channel_picture": CONTENT,
    "console:channel_sound": CONTENT,
    "console:channel_decide": CONTENT,
    "console:channel_answer": CONTENT,
    "console:channel_decide_answer": CONTENT,
    "console:exceptions": OFFICER,
    "console:exception_apply": OFFICER,
    "console:exception": OFFICER,
    "console:exception_approve": OFFICER,
    "console:exception_close": OFFICER,
    "console:policies": OFFICER,
    "console:draft_begin": OFFICER,
    "console:policy_retract": OFFICER,
    "console:draft": OFFICER,
    "console:draft_preview": OFFICER,
    "console:draft_publish": OFFICER,
    "console:draft_discard": OFFICER,
    "console:draft_file": OFFICER,
    "console:audit": Row(_of(Who.AUDIT)),
    "console:visits": Row(_of(Who.SECURITY)),
    "console:status": Row(_of(Who.SYSTEM_ADMINISTRATOR, Who.SECURITY)),
    "console:staff": Row(_of(Who.SYSTEM_ADMINISTRATOR)),
}

SOCKET: dict[str, frozenset[Who]] = {
    "ping": LOGGED_IN,
    "inbox.watch": DOCTORS | {Who.PATIENT},
    "consultations.join": DOCTORS | {Who.PATIENT},
    "consultations.send": DOCTORS | {Who.PATIENT},
    "consultations.read": DOCTORS | {Who.PATIENT},
    "consultations.received": DOCTORS | {Who.PATIENT},
}
