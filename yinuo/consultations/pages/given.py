"""What the patient gave when asking."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from yinuo.consultations.models import Consultation, EarlierDiagnosis, Intake
from yinuo.consultations.red_flags import RedFlag, find_red_flags
from yinuo.consultations.shown import Shown, shown
from yinuo.media.models import MediaFile


@dataclass(frozen=True)
class Picture:
    url: str
    thumbnail: str
    width: int | None
    height: int | None


@dataclass(frozen=True)
class Given:
    who: Shown
    age: Shown
    complaint: Shown
    earlier: Shown
    picture: Picture | None
    allergies: Shown
    current_drugs: Shown
    flags: tuple[RedFlag, ...]


def given_in(row: Consultation) -> Given:
    """All of one consultation, through the gate. Who may see it was decided before."""
    intake = Intake.objects.filter(consultation=row).first()
    earlier = EarlierDiagnosis.objects.filter(consultation=row).select_related("picture").first()
    complaint, statement = shown(intake, "complaint"), shown(earlier, "statement")
    drugs = shown(intake, "current_drugs")
    return Given(
        who=shown(intake, "patient_name"),
        age=shown(intake, "age"),
        complaint=complaint,
        earlier=statement,
        picture=picture_of(row.pk, earlier.picture) if earlier is not None else None,
        allergies=shown(intake, "allergies"),
        current_drugs=drugs,
        flags=find_red_flags(complaint.text, drugs.text),
    )


def picture_of(consultation: UUID, media: MediaFile) -> Picture:
    place = [consultation, media.pk]
    return Picture(
        url=reverse("consultations:media", args=place),
        thumbnail=reverse("consultations:thumbnail", args=place),
        width=media.width,
        height=media.height,
    )
