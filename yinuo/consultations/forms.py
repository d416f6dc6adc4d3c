"""What a doctor posts. Lengths are refused with a sentence, and what was typed stays in the form."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

OTHER = "other"
REASONS: dict[str, str | Promise] = {
    "emergency": gettext_lazy("您描述的情况可能危急。请立即拨打 120，或到最近的急诊，不要在网上等候。"),
    "offline": gettext_lazy("这种情况需要当面检查。请到线下医院就诊。"),
    "not_a_revisit": gettext_lazy("现有资料不能确认是复诊。请先到医院就诊，有明确诊断后再来咨询。"),
    "other_field": gettext_lazy("不属于我的专业范围。请选择对应科室的医生。"),
    "no_time": gettext_lazy("我近期不能及时接诊。请选择其他医生。"),
    OTHER: gettext_lazy("其他，写在下面"),
}
JUDGEMENT = "复诊"


def _note(label: Any, most: int, **more: Any) -> forms.CharField:
    wording = {"max_length": gettext_lazy("最多 %(limit_value)d 个字，现在是 %(show_value)d 个。请删减后再提交。")}
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": most}),
        error_messages={**wording, **more.pop("error_messages", {})},
        **more,
    )


class DeclineForm(forms.Form):
    """A reason to choose, or one's own words, or both."""

    reason = forms.ChoiceField(
        label=gettext_lazy("不接诊的理由"),
        choices=list(REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择一个理由，患者会看到它。")},
    )
    words = _note(gettext_lazy("补充说明"), 500, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("reason") == OTHER and not cleaned.get("words", "").strip():
            self.add_error("words", _("请写下理由，患者会看到它。"))
        return cleaned

    def sentence(self) -> str:
        """The reason as it is kept and read, in Chinese."""
        chosen, words = self.cleaned_data["reason"], self.cleaned_data["words"].strip()
        with override("zh-hans"):
            said = "" if chosen == OTHER else str(REASONS[chosen])
        return "\n".join(part for part in (said, words) if part)


class ClosingForm(forms.Form):
    """One flow: the judgement when it is still open, the note, and which of the two ends."""

    revisit = forms.BooleanField(label=gettext_lazy("我判断本次是复诊"), required=False)
    note = _note(
        gettext_lazy("结束语"),
        4000,
        error_messages={"required": gettext_lazy("请写下结束语：结论和下一步。患者会看到它，结束后不能再改。")},
    )


class UploadForm(forms.Form):
    client_id = forms.UUIDField()
    kind = forms.CharField(max_length=8)
