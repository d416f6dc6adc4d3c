"""Reading the typed fields of clause 1.1b. An empty field is left out; only what is filled in is checked."""

import unicodedata
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

TITLES = [
    ("", _("请选择")),
    ("住院医师", _("住院医师")),
    ("主治医师", _("主治医师")),
    ("副主任医师", _("副主任医师")),
    ("主任医师", _("主任医师")),
]
GENDERS = [("", _("不填")), ("女", _("女")), ("男", _("男"))]
HIGHEST_PRICE = 9999
# Controls, invisible direction marks, surrogates, private use, unassigned.
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
NAME_KINDS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd", "Zs"})
NAME_MARKS = frozenset("·•.-'’")


def cleaned(text: str, *, lines: bool = False) -> str:
    """Without what can't be seen: a hidden direction mark could turn the words around it. Scripts that run from the
    right to the left stay as they are."""
    kept = [mark for mark in text if (lines and mark == "\n") or unicodedata.category(mark) not in INVISIBLE]
    return unicodedata.normalize("NFC", "".join(kept)).strip()


class QualificationForm(forms.Form):
    """The nine typed fields; names are the item ids of the policy. A draft may leave any of them out: what handing in
    needs is the policy's word, told beside the field and checked then."""

    use_required_attribute = False

    AUTOCOMPLETE: ClassVar[dict[str, str]] = {"name": "name", "hospital": "organization", "city": "address-level2"}

    name = forms.CharField(label=_("姓名"), max_length=40, required=False)
    gender = forms.ChoiceField(label=_("性别"), choices=GENDERS, required=False)
    city = forms.CharField(label=_("城市"), max_length=40, required=False)
    hospital = forms.CharField(label=_("医院"), max_length=60, required=False)
    department = forms.CharField(label=_("科室"), max_length=40, required=False)
    title = forms.ChoiceField(label=_("职称"), choices=TITLES, required=False)
    consult_price = forms.CharField(label=_("接诊价格（元）"), max_length=4, required=False)
    department_phone = forms.CharField(
        label=_("科室电话"),
        max_length=20,
        required=False,
        validators=[RegexValidator(r"^[0-9+\- ]{5,20}$", _("电话只填数字和短横线，例如 010-12345678。"))],
    )
    introduction = forms.CharField(label=_("个人介绍"), max_length=500, required=False, widget=forms.Textarea)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, token in self.AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = token
        self.fields["consult_price"].widget.attrs["inputmode"] = "numeric"
        self.fields["department_phone"].widget.attrs["inputmode"] = "tel"

    def clean_name(self) -> str:
        name = cleaned(self.cleaned_data["name"])
        if any(unicodedata.category(mark) not in NAME_KINDS and mark not in NAME_MARKS for mark in name):
            raise ValidationError(_("姓名请与执照一致，只用文字，不含表情和符号。"))
        return name

    def clean_city(self) -> str:
        return cleaned(self.cleaned_data["city"])

    def clean_hospital(self) -> str:
        return cleaned(self.cleaned_data["hospital"])

    def clean_department(self) -> str:
        return cleaned(self.cleaned_data["department"])

    def clean_introduction(self) -> str:
        return cleaned(self.cleaned_data["introduction"].replace("\r\n", "\n"), lines=True)

    def clean_consult_price(self) -> str:
        typed = unicodedata.normalize("NFKC", self.cleaned_data["consult_price"]).strip()
        if typed and not (typed.isascii() and typed.isdigit() and int(typed) <= HIGHEST_PRICE):
            raise ValidationError(_("价格填 0 到 9999 的整数，免费填 0。"))
        return str(int(typed)) if typed else ""
