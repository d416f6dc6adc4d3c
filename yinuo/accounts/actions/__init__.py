"""What people can do about accounts: one plain function per change."""

from yinuo.accounts.actions.fresh import prove_fresh, send_fresh_code
from yinuo.accounts.actions.leaving import drop_person, log_out, sweep
from yinuo.accounts.actions.login import LoggedIn, carry_over, prove_login, send_login_code
from yinuo.accounts.actions.number import change_number, prove_old, send_new_code, send_old_code
from yinuo.accounts.actions.passes import give_number_pass, holder, send_pass_code, use_number_pass
from yinuo.accounts.actions.registration import Proven, begin_registration, prove_registration, send_registration_code
from yinuo.accounts.actions.reissued import free_number, may_be_reissued, vouch
from yinuo.accounts.actions.staff import Invited, accept_invitation, invite_staff

__all__ = [
    "Invited",
    "LoggedIn",
    "Proven",
    "accept_invitation",
    "begin_registration",
    "carry_over",
    "change_number",
    "drop_person",
    "free_number",
    "give_number_pass",
    "holder",
    "invite_staff",
    "log_out",
    "may_be_reissued",
    "prove_fresh",
    "prove_login",
    "prove_old",
    "prove_registration",
    "send_fresh_code",
    "send_login_code",
    "send_new_code",
    "send_old_code",
    "send_pass_code",
    "send_registration_code",
    "sweep",
    "use_number_pass",
    "vouch",
]
