"""The one door to rows of accounts."""

from uuid import UUID

from django.db import connection
from django.db.models import Max

from yinuo.accounts.models import DoctorAccount, Invitation, NumberPass, PatientAccount, Session, StaffMember
from yinuo.promise.gate import Act, Actor, Question, Seat, Verdict, decide
from yinuo.promise.policy import library

Account = DoctorAccount | PatientAccount | StaffMember
TABLES: dict[str, type[DoctorAccount] | type[PatientAccount] | type[StaffMember]] = {
    "doctor": DoctorAccount,
    "patient": PatientAccount,
    "staff": StaffMember,
}
REGISTRATION = "accounts.registration"


def account_with(role: str, number: str) -> Account | None:
    """Who holds this number in this role; by the blind index, nothing is opened."""
    found: Account | None = TABLES[role].find(phone_number=number).first()
    return found


def account_of(person: UUID) -> Account | None:
    """The account of a person, whatever the role."""
    for table in TABLES.values():
        found: Account | None = table.objects.filter(person=person).first()
        if found is not None:
            return found
    return None


def desk_of(person: UUID) -> str:
    """A staff member's desk, or an empty text."""
    return str(StaffMember.objects.filter(person=person).values_list("desk", flat=True).first() or "")


def next_desk_number(desk: str) -> int:
    """The number of whoever joins this desk now; two who join at once take turns, within the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"accounts.desk_number {desk}"])
    last = StaffMember.objects.filter(desk=desk).aggregate(last=Max("desk_number"))["last"]
    return int(last or 0) + 1


def sessions_of(person: UUID) -> list[str]:
    """Key hashes of all log-ins of a person."""
    return list(Session.objects.filter(person=person).values_list("key_hash", flat=True))


def invitation_by(token_hash: str) -> Invitation | None:
    return Invitation.objects.filter(token_hash=token_hash).first()


def pass_by(token_hash: str) -> NumberPass | None:
    return NumberPass.objects.filter(token_hash=token_hash).first()


def registration_verdict(role: str) -> Verdict:
    """What the gate would say to taking a number from somebody who had just confirmed the version in force.

    Asked before anything is: a version that does not name the number closes registration on its first page.
    """
    version = library().in_force(role)
    nobody = UUID(int=0)
    seat = Seat(person=nobody, role=role, confirmed={role: version.number})
    question = Question(Act.CAPTURE, REGISTRATION, "phone_number")
    return decide(question, actor=Actor(None, "visitor"), seat=seat, in_force=version, confirmed=version)
