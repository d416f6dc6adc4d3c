"""What people can do about accounts: one plain function per change."""

from yinuo.accounts.actions.leaving import drop_person, log_out, sweep
from yinuo.accounts.actions.login import LoggedIn, carry_over, prove_login, send_login_code
from yinuo.accounts.actions.registration import Proven, begin_registration, prove_registration, send_registration_code
from yinuo.accounts.actions.staff import Invited, accept_invitation, invite_staff

__all__ = [
    "Invited",
    "LoggedIn",
    "Proven",
    "accept_invitation",
    "begin_registration",
    "carry_over",
    "drop_person",
    "invite_staff",
    "log_out",
    "prove_login",
    "prove_registration",
    "send_login_code",
    "send_registration_code",
    "sweep",
]
