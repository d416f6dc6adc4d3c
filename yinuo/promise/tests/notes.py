"""A table of the tests' own, to show what any table that holds personal values gets."""

from django.db import models

from yinuo.promise.models import Person
from yinuo.promise.vault import PersonalJSON, PersonalModel, PersonalText, Vault, plain


class Note(PersonalModel):
    vault = Vault(about="patient", by="author")
    patient = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    kind = plain(models.CharField(max_length=20, default="message_text"), reason="an item id")
    text = PersonalText(item="@kind", null=True)
    number = PersonalText(item="phone_number", indexed=True, null=True)
    more = PersonalJSON(item="message_text", null=True)

    class Meta:
        app_label = "promise_tests"
        db_table = "promise_tests_note"
