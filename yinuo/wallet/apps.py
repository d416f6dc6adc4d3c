from django.apps import AppConfig


class WalletConfig(AppConfig):
    name = "yinuo.wallet"
    label = "wallet"
