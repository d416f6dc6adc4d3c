from django.apps import AppConfig


class WalletConfig(AppConfig):
    name = "yinuo.wallet"
    label = "wallet"

    def ready(self) -> None:
        """From here on the money follows every consultation's end, and every consent that is taken back."""
        from yinuo.consultations.api import when_over
        from yinuo.wallet.bank import withdrawing  # noqa: F401 - registers what ends with the consent
        from yinuo.wallet.tasks import consultation_over

        when_over(consultation_over)
