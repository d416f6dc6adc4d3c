"""The worker's own tasks, over and over: the product's worker runs them once a minute and when it is asked to."""

import time

import django


def main() -> None:
    django.setup()
    from yinuo.wallet.tasks import ask_services, pay_out

    print("ready", flush=True)
    while True:
        pay_out.func()
        ask_services.func()
        time.sleep(0.1)


if __name__ == "__main__":
    main()
