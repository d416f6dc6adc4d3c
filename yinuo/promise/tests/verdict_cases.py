"""One table of cases for the verdict; the ORM and the gateway both run through it (house law 8).

Each case begins with a doctor or a patient who confirmed the version in force, does ``before``, and asks.
"""

from collections.abc import Callable
from dataclasses import dataclass

from yinuo.promise.consent import come_back, confirm, grant, withdraw, withdraw_all
from yinuo.promise.gate import Act, Actor, Reason, Source
from yinuo.promise.models import SeatRow
from yinuo.promise.policy import library
from yinuo.promise.tests.overlay import publish_overlay


def granted(*items: str) -> Callable[[Actor], None]:
    def do(actor: Actor) -> None:
        version = library().in_force(actor.role)
        notice = version.clauses[version.purposes["consultations"].clause].hash
        for item in items:
            grant(actor=actor, purpose="consultations", item=item, notice=notice)

    return do


def taken_back(*items: str) -> Callable[[Actor], None]:
    def do(actor: Actor) -> None:
        granted(*items)(actor)
        for item in items:
            withdraw(actor=actor, purpose="consultations", item=item)

    return do


def all_taken_back(*items: str) -> Callable[[Actor], None]:
    def do(actor: Actor) -> None:
        granted(*items)(actor)
        withdraw_all(actor=actor)

    return do


def came_back(*items: str) -> Callable[[Actor], None]:
    def do(actor: Actor) -> None:
        all_taken_back(*items)(actor)
        version = library().in_force(actor.role)
        come_back(actor=actor, version=version.number, shown=version.hash)

    return do


def nothing(actor: Actor) -> None:
    """Only confirmed."""


def confirmed_archive(actor: Actor) -> None:
    SeatRow.objects.filter(person=actor.who).update(confirmed={"doctor": "3.10.9"})


def confirmed_unknown(actor: Actor) -> None:
    SeatRow.objects.filter(person=actor.who).update(confirmed={"doctor": "99.0.0"})


def never_confirmed(actor: Actor) -> None:
    SeatRow.objects.filter(person=actor.who).update(confirmed={})


def gone(actor: Actor) -> None:
    """Everything was withdrawn."""
    withdraw_all(actor=actor)


def overlaid(actor: Actor) -> None:
    """A service policy for consultations came into force; nobody has confirmed it."""
    publish_overlay()


def overlaid_and_confirmed(actor: Actor) -> None:
    overlay = publish_overlay()
    confirm(actor=actor, version=overlay.number, shown=overlay.hash, policy=overlay.role)


def overlaid_confirmed_alone(actor: Actor) -> None:
    """Only the service's policy is confirmed, the role's own is not."""
    overlaid_and_confirmed(actor)
    SeatRow.objects.filter(person=actor.who).update(confirmed={"video_visits": "1.0.0"})


def overlaid_granted(actor: Actor) -> None:
    overlaid_and_confirmed(actor)
    version = library().governing(actor.role, "consultations")
    notice = version.clauses[version.purposes["consultations"].clause].hash
    grant(actor=actor, purpose="consultations", item="voice_note", notice=notice)


@dataclass(frozen=True)
class Case:
    name: str
    role: str
    before: Callable[[Actor], None]
    act: Act
    item: str
    reason: Reason
    through: str | None = None
    source: Source = Source.GIVEN
    purpose: str = "consultations"


C, U = Act.CAPTURE, Act.USE
REGISTERING, NUMBER = "accounts.registration", "rights.number"
CASES = (
    Case("contract text", "doctor", nothing, C, "message_text", Reason.ALLOWED),
    Case("voice never asked", "doctor", nothing, C, "voice_note", Reason.NO_GRANT, "microphone"),
    Case("voice granted", "doctor", granted("voice_note"), C, "voice_note", Reason.ALLOWED, "microphone"),
    Case(
        "voice through camera", "doctor", granted("voice_note"), C, "voice_note", Reason.PERMISSION_NOT_NAMED, "camera"
    ),
    Case("voice through nothing", "doctor", granted("voice_note"), C, "voice_note", Reason.PERMISSION_NOT_NAMED),
    Case("text through microphone", "doctor", nothing, C, "message_text", Reason.PERMISSION_NOT_NAMED, "microphone"),
    Case("voice taken back", "doctor", taken_back("voice_note"), C, "voice_note", Reason.GRANT_WITHDRAWN, "microphone"),
    Case("voice taken back, read", "doctor", taken_back("voice_note"), U, "voice_note", Reason.RECORD),
    Case("text after voice was taken back", "doctor", taken_back("voice_note"), C, "message_text", Reason.ALLOWED),
    Case("all taken back", "doctor", all_taken_back("voice_note"), C, "message_text", Reason.WITHDRAWN),
    Case("all taken back, read", "doctor", all_taken_back("voice_note"), U, "message_text", Reason.RECORD),
    Case("came back", "doctor", came_back("voice_note"), C, "voice_note", Reason.ALLOWED, "microphone"),
    Case("never confirmed", "doctor", never_confirmed, C, "message_text", Reason.NOT_CONFIRMED),
    Case("confirmed what named no text", "doctor", confirmed_archive, C, "message_text", Reason.NOT_IN_CONFIRMED),
    Case("confirmed what nobody knows", "doctor", confirmed_unknown, C, "message_text", Reason.NOT_CONFIRMED),
    Case("unknown item", "doctor", nothing, C, "shoe_size", Reason.ITEM_NOT_NAMED),
    Case("unknown purpose", "doctor", nothing, C, "message_text", Reason.PURPOSE_NOT_NAMED, purpose="ads"),
    Case("not offered", "doctor", nothing, C, "call_audio", Reason.NOT_OFFERED, purpose="calls"),
    Case(
        "not collected",
        "doctor",
        nothing,
        C,
        "imei",
        Reason.NOT_COLLECTED,
        source=Source.AUTOMATIC,
        purpose="security.logs",
    ),
    Case("third party", "doctor", nothing, C, "message_text", Reason.SOURCE, source=Source.THIRD_PARTY),
    Case("derived", "doctor", nothing, C, "message_text", Reason.SOURCE, source=Source.DERIVED),
    Case("rights take nothing", "doctor", nothing, C, "message_text", Reason.RIGHTS_TAKE_NOTHING, purpose="rights"),
    Case(
        "rights show one's own",
        "doctor",
        all_taken_back("voice_note"),
        U,
        "voice_note",
        Reason.ALLOWED,
        purpose="rights",
    ),
    Case("complaint without its own act", "patient", nothing, C, "complaint", Reason.NO_GRANT),
    Case("complaint granted", "patient", granted("complaint"), C, "complaint", Reason.ALLOWED),
    Case("allergies are another act", "patient", granted("complaint"), C, "allergies", Reason.NO_GRANT),
    # Row 0.1: the overlay "video_visits" lies over the doctors' consultations; it names voice and no text.
    Case("overlay not confirmed", "doctor", overlaid, C, "voice_note", Reason.NOT_CONFIRMED, "microphone"),
    Case("overlay leaves the rest alone", "doctor", overlaid, C, "phone_number", Reason.ALLOWED, purpose=REGISTERING),
    Case("overlay is no other role's", "patient", overlaid, C, "complaint", Reason.NO_GRANT),
    Case("overlay confirmed", "doctor", overlaid_and_confirmed, C, "voice_note", Reason.NO_GRANT, "microphone"),
    Case("overlay granted", "doctor", overlaid_granted, C, "voice_note", Reason.ALLOWED, "microphone"),
    Case("overlay prevails", "doctor", overlaid_and_confirmed, C, "message_text", Reason.ITEM_NOT_NAMED),
    Case(
        "overlay alone is no base",
        "doctor",
        overlaid_confirmed_alone,
        C,
        "phone_number",
        Reason.NOT_CONFIRMED,
        purpose=REGISTERING,
    ),
    # A number is corrected under every version and after a full withdrawal; nothing else comes in that way.
    *(
        Case(
            f"another number, {before.__name__}", "doctor", before, act, "phone_number", Reason.ALLOWED, purpose=NUMBER
        )
        for before in (never_confirmed, confirmed_archive, confirmed_unknown, gone)
        for act in (C, U)
    ),
    Case("another number and no more", "doctor", nothing, C, "message_text", Reason.NOT_YOURS, purpose=NUMBER),
    Case("overlay keeps the rights", "doctor", overlaid, U, "phone_number", Reason.ALLOWED, purpose="rights"),
)
