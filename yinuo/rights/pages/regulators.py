"""Where to complain when the hospital's answer does not satisfy. Clause 8."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Regulator:
    """``number`` is dialled from the mainland; empty where there is none that serves the whole country."""

    name: str
    what: str
    number: str


def regulators() -> tuple[Regulator, ...]:
    return (
        Regulator(_("网信部门"), _("违法和不良信息举报，个人信息保护"), "12377"),
        Regulator(_("电信主管部门"), _("应用违法收集使用个人信息"), "12321"),
        Regulator(_("公安机关"), _("侵害公民个人信息的违法犯罪"), "110"),
        Regulator(_("市场监管部门"), _("侵害消费者权益"), "12315"),
        Regulator(_("卫生健康主管部门"), _("医疗机构和诊疗行为，请向本院所在地的主管部门反映"), ""),
    )
