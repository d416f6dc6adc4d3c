"""What a patient tells before a consultation. Nothing is chosen beforehand, and what was typed stays in the form."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yinuo.consultations import api as consultations

NONE, UNKNOWN, SOME = "none", "unknown", "some"
TOO_LONG = _("最多 %(limit_value)d 个字，现在是 %(show_value)d 个。请删减后再提交。")
MOST_COMPLAINT, MOST_LINE, MOST_NAME = 2000, 500, 40
OLDEST = 130


def _text(label: Any, most: int, *, missing: Any, rows: int = 4, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows, "maxlength": most}),
        error_messages={"required": missing, "max_length": TOO_LONG},
    )


def _choice(label: Any, *options: tuple[str, Promise], missing: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=options, widget=forms.RadioSelect, error_messages={"required": missing}
    )


class AskForm(forms.Form):
    """Fields of additional items exist only when the patient agreed to give them."""

    complaint = _text(
        _("哪里不舒服、多久了、这次想解决什么"),
        MOST_COMPLAINT,
        missing=_("请写下病情，医生靠它了解您哪里不舒服。"),
        rows=5,
    )
    age = forms.IntegerField(
        label=_("年龄（周岁）"),
        min_value=0,
        max_value=OLDEST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("请填写年龄。"),
            "invalid": _("请填写周岁数，例如 35。"),
            "min_value": _("请核对年龄，例如 35。"),
            "max_value": _("请核对年龄，例如 35。"),
        },
    )
    statement = _text(
        _("什么时候、在哪家医院诊断的、是什么病"),
        MOST_LINE,
        missing=_("请写明什么时候、在哪家医院、诊断为什么病。"),
        rows=2,
    )
    document = forms.FileField(label=_("既往诊断资料"), required=False)
    document_through = forms.CharField(max_length=8, required=False)
    picture = forms.UUIDField(required=False, widget=forms.HiddenInput)
    price = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    patient_name = forms.CharField(
        label=_("称呼"),
        max_length=MOST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": MOST_NAME}),
        error_messages={"max_length": TOO_LONG},
    )
    has_allergies = _choice(
        _("过敏史"),
        (NONE, _("没有")),
        (UNKNOWN, _("不清楚")),
        (SOME, _("有，写在下面")),
        missing=_("请选择有没有过敏史，不确定请选“不清楚”。"),
    )
    allergies = _text(_("对什么过敏、什么反应"), MOST_LINE, missing=_("请写下对什么过敏。"), rows=2, required=False)
    has_drugs = _choice(
        _("正在用的药"),
        (NONE, _("没有")),
        (SOME, _("有，写在下面")),
        missing=_("请选择有没有正在用的药。"),
    )
    current_drugs = _text(_("药名、用量、用了多久"), MOST_LINE, missing=_("请写下正在用的药。"), rows=2, required=False)

    def __init__(self, *args: Any, granted: Collection[str], **options: Any) -> None:
        super().__init__(*args, **options)
        if "name" not in granted:
            del self.fields["patient_name"]
        if "allergies" not in granted:
            del self.fields["has_allergies"], self.fields["allergies"]
        if "current_drugs" not in granted:
            del self.fields["has_drugs"], self.fields["current_drugs"]

    def clean_age(self) -> int:
        age: int = self.cleaned_data["age"]
        self.under_age = False
        try:
            consultations.require_adult(age)
        except consultations.UnableToAsk as no:
            self.under_age = True
            raise forms.ValidationError(no.sentence) from None
        return age

    under_age = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for choice, words in (("has_allergies", "allergies"), ("has_drugs", "current_drugs")):
            if cleaned.get(choice) == SOME and not cleaned.get(words) and words not in self.errors:
                self.add_error(words, self.fields[words].error_messages["required"])
        return cleaned

    def through(self) -> str:
        """Camera or album; a browser without the element picks a file."""
        return "camera" if self.data.get("document_through") == "camera" else "album"

    def told(self, choice: str, words: str) -> str | None:
        """What goes into the record: the patient's words, or the plain answer; None when it is not asked."""
        answers = {NONE: "没有", UNKNOWN: "不清楚"}
        chosen = self.cleaned_data.get(choice)
        if chosen is None:
            return None
        return answers.get(chosen) or str(self.cleaned_data[words])
