"""``yinuo demonstration``: fictional people, and how to log in as each."""

import argparse

from yinuo.runtime.cli import CannotContinue
from yinuo.runtime.engine import begin


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demonstration = subparsers.add_parser("demonstration", help="make the fictional people, and list their log-ins")
    demonstration.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    begin()
    from django.conf import settings

    from yinuo.runtime import caddy, demonstration

    if not settings.YINUO_DEMO:
        raise CannotContinue("fictional people belong to a demonstration: yinuo up --demo")
    address = caddy.address(settings.YINUO)
    print("演示人员（均为虚构）。登录：手机号 + 验证码，验证码显示在下面的短信替身页。")
    print("Fictional people. Log in with the number; the code appears on the SMS stand-in's page.")
    print("\n".join(demonstration.make()))
    print(f"  登录 log in    {address}/accounts/login/")
    print(f"  注册 register  {address}/")
    print(f"  短信替身 SMS   {address}/stand-in/sms/")
    print(f"  支付替身 pay   {address}/stand-in/payment/")
    print(f"  银行替身 bank  {address}/stand-in/bank/")
    print(f"  推送替身 push  {address}/stand-in/push/")
    print(f"  邮件替身 mail  {address}/stand-in/mail/")
    return 0
