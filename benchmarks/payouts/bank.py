"""The storm over payouts: the bank's stand-in with its wild schedule, the pages that hear its calls, two workers."""

from pathlib import Path

from benchmarks.wallet.storm import WORKERS, Storm
from yinuo.wallet.stand_in_bank import keys


class PayoutStorm(Storm):
    def __init__(self, home: Path, seed: int) -> None:
        super().__init__(home, seed)
        self.folder, self.journal = home / "bank", home / "payouts.jsonl"
        keys.prepare(self.folder)

    def settings(self) -> dict[str, str]:
        at = f"http://127.0.0.1:{self.service}"
        return super().settings() | {
            "YINUO_PAYOUT_ENDPOINT": f"{at}/gateway.do",
            "YINUO_PAYOUT_APP": "demonstration",
            "YINUO_PAYOUT_KEY": str(keys.private(self.folder, keys.OURS)),
            "YINUO_PAYOUT_BANK_KEY": str(keys.public(self.folder, keys.BANK)),
            "YINUO_VERIFIER_ENDPOINT": f"{at}/",
        }

    def _commands(self) -> dict[str, list[str]]:
        bank = ["yinuo.wallet.stand_in_bank", "--port", str(self.service), "--keys", str(self.folder)]
        bank += ["--schedule", "wild", "--seed", str(self.seed), "--journal", str(self.journal)]
        return {
            "service": [*bank, "--calls", f"http://127.0.0.1:{self.pages}/wallet/bank/call/"],
            "pages": ["benchmarks.wallet.pages", str(self.pages)],
            **{f"worker {number}": ["benchmarks.payouts.worker"] for number in range(WORKERS)},
        }
