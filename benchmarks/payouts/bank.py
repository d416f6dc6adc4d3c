"""The storm over payouts and refunds: the bank's stand-in with its wild schedule beside the payment services' unruly
one, the pages that hear the calls of both, two workers for each."""

from pathlib import Path

from benchmarks.chat.servers import free_port
from benchmarks.wallet.storm import WORKERS, Storm
from yinuo.wallet.stand_in_bank import keys


class PayoutStorm(Storm):
    def __init__(self, home: Path, seed: int) -> None:
        super().__init__(home, seed)
        self.folder, self.journal, self.bank = home / "bank", home / "payouts.jsonl", free_port()
        keys.prepare(self.folder)

    def settings(self) -> dict[str, str]:
        at = f"http://127.0.0.1:{self.bank}"
        return super().settings() | {
            "YINUO_PAYOUT_ENDPOINT": f"{at}/gateway.do",
            "YINUO_PAYOUT_APP": "demonstration",
            "YINUO_PAYOUT_KEY": str(keys.private(self.folder, keys.OURS)),
            "YINUO_PAYOUT_BANK_KEY": str(keys.public(self.folder, keys.BANK)),
            "YINUO_VERIFIER_ENDPOINT": f"{at}/",
        }

    def ports(self) -> dict[str, int]:
        return super().ports() | {"bank": self.bank}

    def _commands(self) -> dict[str, list[str]]:
        bank = ["yinuo.wallet.stand_in_bank", "--port", str(self.bank), "--keys", str(self.folder)]
        bank += ["--schedule", "wild", "--seed", str(self.seed), "--journal", str(self.journal)]
        return super()._commands() | {
            "bank": [*bank, "--calls", f"http://127.0.0.1:{self.pages}/wallet/bank/call/"],
            **{f"payer {number}": ["benchmarks.payouts.worker"] for number in range(WORKERS)},
        }
