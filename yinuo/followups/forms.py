"""What is posted. What was typed stays in the form; a value out of range is asked again, with what is plausible."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.followups.content import Question
from yinuo.followups.measures import MEASURES, Measure
from yinuo.followups.models import Note
from yinuo.followups.wording import with_unit, worded

MOST_WORDS, MOST_NAME, MOST_NOTE = 500, 40, 2000
TOO_LONG = gettext_lazy("最多 %(limit_value)d 个字，现在是 %(show_value)d 个。请删减后再提交。")
MORE = "补充说明"
_NUMBER = re.compile(r"\d{1,5}(\.\d{1,3})?")


class Measured(forms.Field):
    """A number as people type it: full-width digits, a comma for the point; within what a living person shows."""

    def __init__(self, measure: Measure, **options: Any) -> None:
        self.measure = measure
        super().__init__(**options)

    def to_python(self, value: Any) -> float | None:
        text = unicodedata.normalize("NFKC", str(value or "")).strip().replace(",", ".").replace("。", ".")
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            raise forms.ValidationError(_("请只写数字，例如 128 或 6.5。"))
        return round(float(text), self.measure.decimals)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not self.measure.low <= value <= self.measure.high:
            said = {"low": self.measure.low, "high": self.measure.high, "unit": worded(self.measure.unit)}
            raise forms.ValidationError(
                _("请再看一眼：一般在 %(low)g 至 %(high)g %(unit)s 之间。是不是多按了一位，或者用了别的单位？") % said
            )


class AnswerForm(forms.Form):
    """The questions of one occasion. Values have fields only when the patient agreed to give them."""

    def __init__(self, *args: Any, questions: Iterable[Question], values: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.questions = [one for one in questions if values or one.kind != "value"]
        for one in self.questions:
            self.fields[f"q_{one.id}"] = _field(one)
        self.fields["q_more"] = _words(gettext_lazy("还有什么想告诉医生"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        high, low = (self._measured(cleaned, measure) for measure in ("systolic", "diastolic"))
        if high is not None and low is not None and low[1] >= high[1]:
            self.add_error(low[0], _("低压应当比高压低。请核对两个数是不是写反了。"))
        return cleaned

    def _measured(self, cleaned: dict[str, Any], measure: str) -> tuple[str, float] | None:
        for one in self.questions:
            value = cleaned.get(f"q_{one.id}")
            if one.measure == measure and value is not None:
                return f"q_{one.id}", float(value)
        return None

    def answers(self) -> dict[str, str]:
        """By the labels of the questions: the label of what was tapped, or the words."""
        found = {}
        for one in self.questions:
            said = self.cleaned_data.get(f"q_{one.id}")
            if one.kind == "choice" and said:
                found[one.label] = next(option.label for option in one.options if option.id == said)
            if one.kind == "words" and said:
                found[one.label] = said
        more = self.cleaned_data.get("q_more")
        return {**found, MORE: more} if more else found

    def values(self) -> dict[str, float]:
        given = {one.label: self.cleaned_data.get(f"q_{one.id}") for one in self.questions if one.kind == "value"}
        return {label: value for label, value in given.items() if value is not None}


def _field(one: Question) -> forms.Field:
    common: dict[str, Any] = {"label": worded(one.label), "help_text": worded(one.hint), "required": not one.optional}
    if one.kind == "choice":
        return forms.ChoiceField(
            choices=[(option.id, worded(option.label)) for option in one.options],
            widget=forms.RadioSelect,
            error_messages={"required": _("请点选一个回答。"), "invalid_choice": _("请点选一个回答。")},
            **common,
        )
    if one.kind == "value":
        measure = MEASURES[one.measure]
        common["label"] = with_unit(one.label, measure.unit)
        attributes = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 8}
        messages = {"required": _("请填写数值。")}
        return Measured(measure, widget=forms.TextInput(attrs=attributes), error_messages=messages, **common)
    return _words(worded(one.label), help_text=worded(one.hint), required=not one.optional)


def _words(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": MOST_WORDS}),
        error_messages={"required": gettext_lazy("请写下来，写“没有”也可以。"), "max_length": TOO_LONG},
        **options,
    )


class NoteForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("写什么"), choices=Note.Kind.choices, widget=forms.RadioSelect, initial=Note.Kind.ADVICE
    )
    text = forms.CharField(
        label=gettext_lazy("写给患者"),
        max_length=MOST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": MOST_NOTE}),
        error_messages={"required": gettext_lazy("请写下内容再保存。"), "max_length": TOO_LONG},
    )
    on = forms.DateField(
        label=gettext_lazy("从哪天起"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("请选择一个日期。")},
    )


class UploadForm(forms.Form):
    client_id = forms.UUIDField()
    kind = forms.CharField(max_length=8)
    through = forms.CharField(max_length=12, required=False)
    occasion = forms.UUIDField(required=False)


class HandOverForm(forms.Form):
    taker = forms.UUIDField(widget=forms.RadioSelect, error_messages={"required": gettext_lazy("请选择一位医生。")})
    reason = forms.CharField(
        label=gettext_lazy("为什么转交"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": MOST_WORDS}),
        error_messages={
            "required": gettext_lazy("请写明为什么转交，患者和接手的医生会看到。"),
            "max_length": TOO_LONG,
        },
    )


class RosterForm(forms.Form):
    """A file, or lines typed or pasted; both at once would leave one of them unread."""

    file = forms.FileField(
        label=gettext_lazy("名单文件（CSV）"),
        required=False,
        error_messages={
            "empty": gettext_lazy("这个文件是空的。请选择写好姓名和手机号码的文件，或者直接写在下面。"),
            "invalid": gettext_lazy("没有收到文件。请重新选择，或者直接写在下面。"),
        },
    )
    words = forms.CharField(
        label=gettext_lazy("或者直接写：每行一个姓名和手机号码"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": gettext_lazy("乔木,13800000000")}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("file") and cleaned.get("words", "").strip():
            self.add_error("file", _("选了文件，又写了名单。请只留一样：不选文件，或者清空下面写的。"))
        return cleaned
