"""What makes a home folder an installation: its operator and its keys."""

import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import tomlkit

from yinuo.runtime import settings_table
from yinuo.runtime.settings_table import Operator, Settings
from yinuo.runtime.supervisor import UnableToGoUp

FICTIONAL = Operator(
    name="云岭互联网医院（演示）",
    address="云南省昆明市（演示地址）",
    phone="400-000-0000",
    email="privacy@yunling.example",
    officer="演示负责人",
    officer_email="officer@yunling.example",
    province="云南",
)


def demonstration_mark(home: Path) -> Path:
    """Present once fictional people were made in this home; production refuses to start with it."""
    return home / "demonstration"


def lay_out(home: Path) -> None:
    """The folders of a home, closed to others. Root's stays passable, for the database's own user."""
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o711 if os.geteuid() == 0 else 0o700)
    for name in ("keys", "media", "policies", "run"):
        (home / name).mkdir(exist_ok=True)
        (home / name).chmod(0o700)


def write_operator(home: Path, operator: Operator) -> Path:
    lay_out(home)
    file = home / "operator.toml"
    file.write_text(tomlkit.dumps(asdict(operator)), encoding="utf-8")
    file.chmod(0o600)
    return file


def make_keys(settings: Settings) -> None:
    """Make the keys in a process of its own: the launcher itself holds none."""
    environment = {**os.environ, "YINUO_HOME": str(settings.home)}
    done = subprocess.run(
        [sys.executable, "-m", "yinuo.runtime.cli", "init", "--keys-only"],
        env=environment,
        check=False,
        start_new_session=True,  # a Ctrl-C is the launcher's to hear
    )
    if done.returncode:
        raise UnableToGoUp("The keys could not be made; what failed stands above.")


def prepare(settings: Settings) -> None:
    """A demonstration's home makes itself."""
    if settings.domain:
        raise UnableToGoUp("A demonstration never runs under a public name: unset YINUO_DOMAIN, or leave out --demo.")
    if (settings.home / "operator.toml").exists() and not demonstration_mark(settings.home).exists():
        raise UnableToGoUp(f"{settings.home} belongs to a real operator; give the demonstration another YINUO_HOME.")
    if not (settings.home / "operator.toml").exists():
        lay_out(settings.home)
        demonstration_mark(settings.home).write_text("fictional people and stand-ins\n", encoding="utf-8")
        write_operator(settings.home, FICTIONAL)
    if not (settings.home / "keys" / "secret.key").exists():
        make_keys(settings)


def refuse_production(settings: Settings) -> None:
    """Real people's information meets no stand-in, no fictional person and no operator without a name."""
    if demonstration_mark(settings.home).exists():
        raise UnableToGoUp(f"{settings.home} holds a demonstration; give this installation another YINUO_HOME.")
    if not settings_table.operator(settings.home).complete:
        raise UnableToGoUp("Nobody operates this installation yet: run `yinuo init` first.")
    if settings.policy:
        raise UnableToGoUp("YINUO_POLICY and --policy are the red pen of a demonstration: publish a version instead.")
    if not settings.sms_endpoint.startswith("https://"):
        raise UnableToGoUp("YINUO_SMS_ENDPOINT must be an https address outside the demonstration.")
    for name, address in (("PAYOUT", settings.payout_endpoint), ("VERIFIER", settings.verifier_endpoint)):
        if not address.startswith("https://"):
            raise UnableToGoUp(f"YINUO_{name}_ENDPOINT must be an https address outside the demonstration.")
    if not settings.huawei_push.startswith("https://") or not settings.huawei_login.startswith("https://"):
        raise UnableToGoUp("YINUO_HUAWEI_PUSH and YINUO_HUAWEI_LOGIN must be https outside the demonstration.")
    if settings.mail_security == "plain":
        raise UnableToGoUp("YINUO_MAIL_SECURITY must be tls or starttls outside the demonstration.")
    for name, address in (("WECHAT_ENDPOINT", settings.wechat_endpoint), ("ALIPAY_GATEWAY", settings.alipay_gateway)):
        if not address.startswith("https://"):
            raise UnableToGoUp(f"YINUO_{name} must be an https address outside the demonstration.")
    if not (settings.home / "keys" / "secret.key").exists():
        raise UnableToGoUp("The keys are missing: run `yinuo init` first.")
    _refuse_what_is_only_claimed(settings)


def _refuse_what_is_only_claimed(settings: Settings) -> None:
    """A promise that the law demands and that nothing enforces and proves is no promise to make to real people."""
    command = [sys.executable, "-m", "yinuo.runtime.cli", "promises", "--demanded"]
    environment = {**os.environ, "YINUO_HOME": str(settings.home)}
    asked = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if asked.returncode:
        raise UnableToGoUp(
            "Real people can't be served yet. The law demands these clauses, and this build only claims them:\n"
            f"{asked.stdout}`yinuo promises` tells each clause's evidence; `script/prove` makes it anew."
        )
