"""What a doctor and a reviewer can do about a qualification: one plain function per change."""

from yinuo.credentials.actions.applying import add_picture, remove_picture, reopen, save_draft, submit
from yinuo.credentials.actions.correcting import accept_correction, correct, decline_correction
from yinuo.credentials.actions.reviewing import approve, ask_correction, reject, revoke

__all__ = [
    "accept_correction",
    "add_picture",
    "approve",
    "ask_correction",
    "correct",
    "decline_correction",
    "reject",
    "remove_picture",
    "reopen",
    "revoke",
    "save_draft",
    "submit",
]
