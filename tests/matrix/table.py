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
STAFF = _of(Who.REVIEWER, Who.PRIVACY_OFFICER, Who.SECURITY, Who.AUDIT, Who.SYSTEM_ADMINISTRATOR, Who.FINANCE)
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
    # notices
    "notices:list": ONESELF,
    "notices:email": Row(DOCTORS | {Who.PATIENT}),
    "notices:forget_email": Row(DOCTORS | {Who.PATIENT}),
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
