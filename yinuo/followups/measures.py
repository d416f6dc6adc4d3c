"""What can be measured at home, each in one unit, with what a living person can show. The table is closed."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Measure:
    """``low`` and ``high`` are the ends of what is plausible, in ``unit``; ``others`` are units that people know it by,
    each with the factor that leads from it to ``unit``."""

    id: str
    name: str | Promise
    unit: str
    low: float
    high: float
    decimals: int = 0
    others: tuple[tuple[str, float], ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        """The one that counts, then the others."""
        return (self.unit, *(unit for unit, _factor in self.others))

    def factor(self, unit: str) -> float | None:
        """What a value in this other unit is multiplied by; None for a unit that does not measure this."""
        return dict(self.others).get(unit)


MEASURES = {
    one.id: one
    for one in (
        Measure("systolic", _("收缩压"), "mmHg", 50, 300, others=(("kPa", 7.50062),)),
        Measure("diastolic", _("舒张压"), "mmHg", 30, 200, others=(("kPa", 7.50062),)),
        Measure("heart_rate", _("心率"), "次/分", 20, 250),
        Measure("glucose", _("血糖"), "mmol/L", 1, 40, 1, others=(("mg/dL", 0.0555),)),
        Measure("weight", _("体重"), "kg", 20, 300, 1, others=(("斤", 0.5),)),
        Measure("temperature", _("体温"), "℃", 34, 43, 1),
        Measure("peak_flow", _("呼气峰流速"), "L/min", 50, 900),
        Measure("oxygen", _("血氧饱和度"), "%", 50, 100),
        Measure("pain", _("疼痛"), "分", 0, 10),
        Measure("fetal_movements", _("胎动"), "次/小时", 0, 60),
        Measure("drain", _("引流量"), "mL/天", 0, 3000),
        Measure("puffs", _("急救吸入"), "次/天", 0, 40),
    )
}


def shown_number(value: float, decimals: int) -> str:
    """「7.0」 keeps its nought where the measure has decimals; 「152」 has none."""
    return f"{value:.{decimals}f}"
