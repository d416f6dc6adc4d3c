"""The worker's own task, over and over: the product's worker runs it once a minute and when it is asked to."""

import time

import django


def main() -> None:
    django.setup()
    from yinuo.wallet.bank.tasks import pay_out

    print("ready", flush=True)
    while True:
        pay_out.func()
        time.sleep(0.1)


if __name__ == "__main__":
    main()
