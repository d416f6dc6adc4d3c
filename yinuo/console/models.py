"""What the desks keep of their own."""

from typing import ClassVar

from django.db import models

from yinuo.promise.models import ExceptionCase, Person
from yinuo.promise.vault import PersonalModel, PersonalText, Vault


class CaseStatement(PersonalModel):
    """Why an officer opens an exception of row 1.y: said in words, under the staff policy's purpose ``exceptions``."""

    vault: ClassVar[Vault] = Vault(about="officer", by="officer")
    case = models.OneToOneField(ExceptionCase, models.PROTECT, related_name="statement")
    officer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = PersonalText(item="exception_case")
