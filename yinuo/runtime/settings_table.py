"""The one table of settings: name, type, default, one sentence. A wrong one stops the start by its name."""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]


class WrongSetting(Exception):
    """A setting has a value that it can't have; the message names it and says what it wants."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"{name}: {value!r} is not {wanted}.")
        self.name = name


def _path(text: str) -> Path:
    return Path(text).expanduser().resolve()


def _maybe_path(text: str) -> Path | None:
    return _path(text) if text else None


def _percent(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 100:
        raise ValueError
    return number


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65536:
        raise ValueError
    return number


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _flag(text: str) -> bool:
    return {"0": False, "1": True, "": False}[text]


def _text(text: str) -> str:
    return text


def _host(text: str) -> str:
    if any(mark in text for mark in "/: \t@"):
        raise ValueError
    return text.lower()


def _hosts(text: str) -> tuple[str, ...]:
    return tuple(_host(part.strip()) for part in text.split(",") if part.strip())


def _url(text: str) -> str:
    if text and urlsplit(text).scheme not in {"http", "https"}:
        raise ValueError
    return text


def _database(text: str) -> str:
    if text and urlsplit(text).scheme not in {"postgres", "postgresql"}:
        raise ValueError
    return text


def _versions(text: str) -> dict[str, str]:
    pairs = [part.split("=") for part in text.replace(",", " ").split()]
    if any(len(pair) != 2 or not all(pair) for pair in pairs):
        raise ValueError
    return {pair[0]: pair[1] for pair in pairs}


WAYS_ABROAD = ("security_assessment", "standard_contract", "certification", "other_law")


def _abroad(text: str) -> dict[str, str]:
    """recipient=way:number pairs, the way one of security_assessment, standard_contract, certification, other_law"""
    found = {}
    for part in text.split(",") if text.strip() else ():
        recipient, _, record = part.strip().partition("=")
        way, _, number = record.partition(":")
        if not recipient or way not in WAYS_ABROAD or not number.strip():
            raise ValueError
        found[recipient] = record
    return found


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in choices:
            raise ValueError
        return text

    parse.__doc__ = " or ".join(choices)
    return parse


_KINDS: dict[Callable[[str], Any], str] = {
    _path: "a path",
    _maybe_path: "a path",
    _percent: "a whole number from 0 to 100",
    _port: "a port (1 to 65535)",
    _count: "a whole number from 1",
    _flag: "0 or 1",
    _text: "text",
    _host: "a host name",
    _hosts: "host names with commas between",
    _url: "an http(s) address",
    _database: "a postgresql:// address",
    _versions: "role=version pairs",
}


def _about(name: str, parse: Callable[[str], Any], default: str, does: str) -> dict[str, Any]:
    return {"name": name, "parse": parse, "default": default, "does": does}


@dataclass(frozen=True)
class Settings:
    """Every setting of the product, parsed; :func:`load` reads them from the environment."""

    home: Path = field(metadata=_about("YINUO_HOME", _path, "~/.yinuo", "The folder of data, keys and media."))
    port: int = field(metadata=_about("YINUO_PORT", _port, "8600", "The one port that people reach."))
    domain: str = field(
        metadata=_about("YINUO_DOMAIN", _host, "", "The public host name; when set, TLS is got and renewed by itself.")
    )
    hosts: tuple[str, ...] = field(
        metadata=_about("YINUO_HOSTS", _hosts, "", "Further host names under which pages answer.")
    )
    demo: bool = field(
        metadata=_about("YINUO_DEMO", _flag, "0", "Fictional people and stand-ins; never in production.")
    )
    policy: dict[str, str] = field(
        metadata=_about(
            "YINUO_POLICY",
            _versions,
            "",
            "Versions put in force by hand, such as doctor=3.10.8; else the newest effective.",
        )
    )
    policies: Path = field(
        metadata=_about("YINUO_POLICIES", _path, str(ROOT / "policies"), "The folder of the policies.")
    )
    cipher: str = field(
        metadata=_about(
            "YINUO_CIPHER",
            _one_of("aes-256-gcm", "sm4-gcm"),
            "aes-256-gcm",
            "The cipher that keys made from now on are for; what lies under older keys stays.",
        )
    )
    database: str = field(
        metadata=_about(
            "DATABASE_URL", _database, "", "The program's database; when empty, a PostgreSQL of our own is started."
        )
    )
    database_owner: str = field(
        metadata=_about(
            "DATABASE_OWNER_URL", _database, "", "The same database under the role that may migrate; else DATABASE_URL."
        )
    )
    database_role: str = field(
        metadata=_about(
            "YINUO_DATABASE_ROLE", _one_of("program", "owner"), "program", "Which of the two roles this process takes."
        )
    )
    page_workers: int = field(metadata=_about("YINUO_PAGE_WORKERS", _count, "2", "Processes that render pages."))
    page_threads: int = field(metadata=_about("YINUO_PAGE_THREADS", _count, "8", "Threads in each of them."))
    pages_socket: str = field(
        metadata=_about("YINUO_PAGES_SOCKET", _text, "", "Where pages listen; set by `yinuo up`.")
    )
    gateway_port: int = field(
        metadata=_about("YINUO_GATEWAY_PORT", _port, "8601", "Where the gateway listens (loopback); set by `yinuo up`.")
    )
    sms_endpoint: str = field(
        metadata=_about(
            "YINUO_SMS_ENDPOINT",
            _url,
            "https://dysmsapi.aliyuncs.com/",
            "The SMS gateway; in the demonstration its stand-in.",
        )
    )
    sms_key_id: str = field(metadata=_about("YINUO_SMS_KEY_ID", _text, "", "The SMS gateway's access key id."))
    sms_key_secret: str = field(
        metadata=_about("YINUO_SMS_KEY_SECRET", _text, "", "The SMS gateway's access key secret.")
    )
    sms_sign_name: str = field(
        metadata=_about("YINUO_SMS_SIGN_NAME", _text, "医诺", "The signature under which codes are sent.")
    )
    sms_template: str = field(
        metadata=_about("YINUO_SMS_TEMPLATE", _text, "", "The SMS gateway's template code for a login code.")
    )
    sms_invitation_template: str = field(
        metadata=_about(
            "YINUO_SMS_INVITATION_TEMPLATE",
            _text,
            "",
            "The template code for a follow-up invitation; it fills ${doctor} and ${token}.",
        )
    )
    mail_host: str = field(
        metadata=_about(
            "YINUO_MAIL_HOST", _host, "smtpdm.aliyun.com", "The mail service; in the demonstration its stand-in."
        )
    )
    mail_port: int = field(metadata=_about("YINUO_MAIL_PORT", _port, "465", "The mail service's port."))
    mail_security: str = field(
        metadata=_about(
            "YINUO_MAIL_SECURITY",
            _one_of("tls", "starttls", "plain"),
            "tls",
            "How the connection is closed to others; plain only to the demonstration's stand-in.",
        )
    )
    mail_user: str = field(metadata=_about("YINUO_MAIL_USER", _text, "", "The mail service's user."))
    mail_password: str = field(metadata=_about("YINUO_MAIL_PASSWORD", _text, "", "The mail service's password."))
    mail_from: str = field(
        metadata=_about("YINUO_MAIL_FROM", _text, "notice@yinuo.invalid", "The address from which notices are sent.")
    )
    abroad: dict[str, str] = field(
        metadata=_about(
            "YINUO_ABROAD",
            _abroad,
            "",
            "The legal way on record by which a recipient abroad may get personal items (clause 4.1).",
        )
    )
    push_stand_in: str = field(
        metadata=_about(
            "YINUO_PUSH_STAND_IN", _text, "", "Host and port of the Web Push stand-in; set by `yinuo up --demo`."
        )
    )
    huawei_push: str = field(
        metadata=_about(
            "YINUO_HUAWEI_PUSH",
            _url,
            "https://push-api.cloud.huawei.com",
            "Huawei Push Kit; in the demonstration its stand-in.",
        )
    )
    huawei_login: str = field(
        metadata=_about(
            "YINUO_HUAWEI_LOGIN",
            _url,
            "https://oauth-login.cloud.huawei.com",
            "Where Huawei gives out access tokens; in the demonstration the stand-in.",
        )
    )
    huawei_app: str = field(
        metadata=_about("YINUO_HUAWEI_APP", _text, "", "The app id at Huawei; empty where there is no app.")
    )
    huawei_secret: str = field(metadata=_about("YINUO_HUAWEI_SECRET", _text, "", "The app secret at Huawei."))
    payment_keys: Path | None = field(
        metadata=_about(
            "YINUO_PAYMENT_KEYS",
            _maybe_path,
            "",
            "The folder of the payment services' keys; when empty, keys/payment of the home folder.",
        )
    )
    service_fee: int = field(
        metadata=_about("YINUO_SERVICE_FEE", _percent, "20", "The hospital's share of a consultation's price.")
    )
    wechat_endpoint: str = field(
        metadata=_about(
            "YINUO_WECHAT_ENDPOINT",
            _url,
            "https://api.mch.weixin.qq.com",
            "WeChat Pay; in the demonstration its stand-in.",
        )
    )
    wechat_merchant: str = field(
        metadata=_about("YINUO_WECHAT_MERCHANT", _text, "", "WeChat Pay's merchant number; empty: not offered.")
    )
    wechat_app: str = field(metadata=_about("YINUO_WECHAT_APP", _text, "", "The appid that is bound to the merchant."))
    wechat_serial: str = field(
        metadata=_about("YINUO_WECHAT_SERIAL", _text, "", "The serial number of the merchant's certificate.")
    )
    wechat_platform: str = field(
        metadata=_about(
            "YINUO_WECHAT_PLATFORM", _text, "", "The id of WeChat Pay's public key, or its certificate's serial number."
        )
    )
    alipay_gateway: str = field(
        metadata=_about(
            "YINUO_ALIPAY_GATEWAY",
            _url,
            "https://openapi.alipay.com/gateway.do",
            "Alipay's gateway; in the demonstration its stand-in.",
        )
    )
    alipay_app: str = field(metadata=_about("YINUO_ALIPAY_APP", _text, "", "Alipay's app number; empty: not offered."))
    alipay_seller: str = field(
        metadata=_about("YINUO_ALIPAY_SELLER", _text, "", "Alipay's seller number, to whom payments must be made.")
    )
    payout_endpoint: str = field(
        metadata=_about(
            "YINUO_PAYOUT_ENDPOINT",
            _url,
            "https://openapi.alipay.com/gateway.do",
            "The payout service; in the demonstration its stand-in.",
        )
    )
    payout_app: str = field(metadata=_about("YINUO_PAYOUT_APP", _text, "", "The payout service's id of this hospital."))
    payout_key: Path | None = field(
        metadata=_about(
            "YINUO_PAYOUT_KEY",
            _maybe_path,
            "",
            "Our private key for payouts (PEM); when empty, keys/payout.pem of the home folder.",
        )
    )
    payout_bank_key: Path | None = field(
        metadata=_about(
            "YINUO_PAYOUT_BANK_KEY",
            _maybe_path,
            "",
            "The payout service's public key (PEM); when empty, keys/payout-service.pem of the home folder.",
        )
    )
    verifier_endpoint: str = field(
        metadata=_about(
            "YINUO_VERIFIER_ENDPOINT",
            _url,
            "https://faceid.tencentcloudapi.com/",
            "The verifier of bank cards; in the demonstration its stand-in.",
        )
    )
    verifier_key_id: str = field(metadata=_about("YINUO_VERIFIER_KEY_ID", _text, "", "The verifier's access key id."))
    verifier_key_secret: str = field(
        metadata=_about("YINUO_VERIFIER_KEY_SECRET", _text, "", "The verifier's access key secret.")
    )
    static_names: str = field(
        metadata=_about(
            "YINUO_STATIC_NAMES", _one_of("hashed", "plain"), "hashed", "Static files' names; plain in tests."
        )
    )
    log_level: str = field(
        metadata=_about(
            "YINUO_LOG_LEVEL", _one_of("DEBUG", "INFO", "WARNING", "ERROR"), "INFO", "How much the processes say."
        )
    )


@dataclass(frozen=True)
class Row:
    """One line of the table, for people."""

    name: str
    kind: str
    default: str
    does: str


def rows() -> list[Row]:
    """The table as it stands in ``docs/reference/settings.md``."""
    found = []
    for entry in fields(Settings):
        data = entry.metadata
        default = data["default"].replace(str(ROOT), "<project>")
        found.append(Row(data["name"], _wanted(data["parse"]), default, data["does"]))
    return found


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read all settings; raises :class:`WrongSetting` for the first that can't be."""
    values = os.environ if environ is None else environ
    read: dict[str, Any] = {}
    for entry in fields(Settings):
        data = entry.metadata
        raw = values.get(data["name"], data["default"])
        try:
            read[entry.name] = data["parse"](raw)
        except (ValueError, KeyError):
            raise WrongSetting(data["name"], raw, _wanted(data["parse"])) from None
    return Settings(**read)


def _wanted(parse: Callable[[str], Any]) -> str:
    return _KINDS.get(parse) or str(parse.__doc__)


@dataclass(frozen=True)
class Operator:
    """Who runs this house; stands in the policy where it says {operator}, {phone} and so on."""

    name: str = "（运营机构未填写）"
    address: str = "（地址未填写）"
    phone: str = "（电话未填写）"
    email: str = "（邮箱未填写）"
    officer: str = "（个人信息保护负责人未填写）"
    officer_email: str = "（邮箱未填写）"
    province: str = "（省份未填写）"

    @property
    def complete(self) -> bool:
        return not any("未填写" in str(getattr(self, entry.name)) for entry in fields(self))


def operator(home: Path) -> Operator:
    """The operator of ``operator.toml``; a wrong file stops the start by its name."""
    file = home / "operator.toml"
    if not file.exists():
        return Operator()
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
        return Operator(**{key: str(value) for key, value in values.items()})
    except (tomllib.TOMLDecodeError, TypeError) as problem:
        raise WrongSetting("operator.toml", str(problem), "an operator's name, address and contacts") from None
