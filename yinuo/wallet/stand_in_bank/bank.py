"""What the payout service would know: payouts, what becomes of them, and the file of a day."""

import csv
import io
import json
import os
import threading
import time
import uuid
import zipfile
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from yinuo.wallet.bank.numbers import yuan
from yinuo.wallet.stand_in_bank.schedule import Plan, Schedule

SHANGHAI = ZoneInfo("Asia/Shanghai")
COLUMNS = (
    *("账务流水号", "业务流水号", "商户订单号", "商品名称", "发生时间", "对方账号"),
    *("收入金额（+元）", "支出金额（-元）", "账户余额（元）", "交易渠道", "业务类型", "备注"),
)


@dataclass(frozen=True)
class Payout:
    number: str
    fen: int
    tail: str
    order: str
    status: str
    due: float
    calls: int
    day: str
    told: int = 1


class Bank:
    """What the stand-in knows. Every change is in the journal before anybody hears of it."""

    def __init__(self, schedule: Schedule, journal: Path | None = None) -> None:
        self.schedule = schedule
        self.payouts: dict[str, Payout] = {}
        self.lock = threading.Lock()
        self.journal = journal
        self.ringing: list[tuple[float, str, int]] = []
        self._dropped: set[str] = set()
        if journal is not None and journal.exists():
            for line in journal.read_text("utf-8").splitlines():
                with suppress(ValueError, TypeError):  # a kill -9 may cut the last line off
                    self._keep(Payout(**json.loads(line)), write=False)

    def tell(self, number: str, fen: int, tail: str) -> tuple[Payout | None, Plan]:
        """One telling; the second and every further one of a number changes nothing. None when it never arrived."""
        plan = self.schedule.plan(number, fen)
        with self.lock:
            known = self.payouts.get(number)
            if known is not None:
                self._keep(replace(known, told=known.told + 1))
                return known, Plan()
            if plan.answer == "dropped" and number not in self._dropped:
                self._dropped.add(number)
                return None, plan
            day = datetime.now(SHANGHAI).date().isoformat()
            made = Payout(number, fen, tail, uuid.uuid4().hex, "DEALING", time.time() + plan.after, plan.calls, day)
            self._keep(made)
            return made, plan

    def due(self) -> None:
        """Bring what is due to its end, and ring for it. REFUND comes after a SUCCESS that was told."""
        with self.lock:
            for one in list(self.payouts.values()):
                if one.due > time.time() or one.status in ("FAIL", "REFUND"):
                    continue
                outcome = self.schedule.plan(one.number, one.fen).outcome
                if one.status == "DEALING":
                    status = "SUCCESS" if outcome == "REFUND" else outcome
                elif outcome == "REFUND":
                    status = "REFUND"
                else:
                    continue
                self._keep(replace(one, status=status, due=time.time() + 2.0))
                self.ringing += [(time.time() + 0.2 * again, one.number, 0) for again in range(one.calls)]

    def _keep(self, payout: Payout, *, write: bool = True) -> None:
        if write and self.journal is not None:
            with self.journal.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(payout)) + "\n")
                file.flush()
                os.fsync(file.fileno())
        self.payouts[payout.number] = payout

    def file(self, day: str) -> bytes:
        """The day's movements as the service packs them."""
        text = io.StringIO()
        text.write("#支付宝账务明细查询\n#账号：[演示]\n#-----------------账务明细列表----------------\n")
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        for one in self.payouts.values():
            if one.day != day or one.status not in ("SUCCESS", "REFUND"):
                continue
            for out, back in ((yuan(-one.fen), ""), *((("", yuan(one.fen)),) if one.status == "REFUND" else ())):
                row = [one.order, one.order, one.number, "接诊收入", f"{day} 12:00:00", f"****{one.tail}", back, out,
                       "0.00", "单笔转账到银行卡", "转账", ""]  # fmt: skip
                writer.writerow([f"{cell}\t" for cell in row])
        text.write("#-----------------账务明细列表结束------------\n")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                f"20881234567890120156_{day.replace('-', '')}_账务明细.csv", text.getvalue().encode("gb18030")
            )
        return packed.getvalue()
