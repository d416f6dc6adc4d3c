"""Clause 1.12.2a: what the law wants kept of each request, after the policy was confirmed and never before."""

from typing import ClassVar

from django.db import models

from yinuo.promise.models import Person
from yinuo.promise.vault import PersonalJSON, PersonalModel, PersonalText, Vault


class Visit(PersonalModel):
    """One request of somebody who is logged in. Kept for the term of the class ``log``."""

    vault: ClassVar[Vault] = Vault(about="person", by="person")
    person = models.ForeignKey(Person, models.CASCADE, related_name="visits")
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    ip_address = PersonalText(item="ip_address")
    service_log = PersonalJSON(item="service_log")
