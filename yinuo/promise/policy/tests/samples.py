"""Tiny policies written into a folder, whole and lawful until a test changes one thing."""

from pathlib import Path

from yinuo.promise.policy.source import ITEMS, POLICY, RECIPIENTS, STORAGE

HEAD = """+++
role = "{role}"
version = "{number}"
title = "隐私政策"
published = 2026-01-05
effective = 2026-01-05
{more}place = "cn"
+++
欢迎使用{{operator}}的服务。

## 1 我们如何收集和使用您的个人信息
"""

TALKING = """
### 1.1 问诊功能
您可以发送文字消息，也可以发送语音消息；发送语音消息时需要麦克风权限。按住说话时我们才会录音。

```declare
[[purpose]]
id = "consultations"
does = "与患者图文、语音问诊"
offered = true
refusing = "不提供则不能问诊"

[[purpose.item]]
id = "message_text"
need = "basic"
basis = "contract"
source = ["given"]
after = "record"
why = "问诊需要交流"
refusing = "不能发消息"

# A voice note is never needed.
[[purpose.item]]
id = "voice_note"
need = "extra"
basis = "consent"
source = ["given"]
after = "record"
through = ["microphone"]
separate = true
when = "按住说话时"
why = "用语音说明病情"
refusing = "不能发语音，可改用文字"

[[purpose.permission]]
id = "microphone"
does = "录制语音消息"
refusing = "不能发语音，可改用文字"
```
"""

# A third party that gets voice messages: to be added to the doctors' recipients.
LABORATORY = """
[recipient.laboratory]
name = "声音实验室"
kind = "service"
items = ["voice_note"]
purposes = ["consultations"]
method = "接口"
until = "一年"
place = "cn"
hosts = ["laboratory.example"]
contact = "010-00000000"
policy_url = "https://laboratory.example/"
separate = true
"""
CHAPTERS = """
## 2 我们如何使用 Cookie 等技术
只使用下面声明的存储。

```declare
[[measure]]
id = "storage.declared_only"
does = "只使用声明过的存储"
```

## 3 我们如何共享、转让、公开披露您的个人信息
短信服务商会收到文字消息以外的必要信息。

## 4 我们如何存储和保护您的个人信息
存放在境内。

## 5 您的权利
您可以在我的→设置→账户信息中查看。

```declare
[[path]]
menu = "我的→设置→账户信息"
kind = "app"
```

## 6 我们如何保护儿童的信息
仅面向成年人。

## 7 本隐私政策如何更新
更新前会通知您。

## 8 如何联系我们
电话 {phone}，邮箱 {email}。
"""

ITEM_FILE = """
[class.record]
keep = "P15Y"
name = "病历"

[class.process]
keep = "P3Y"
name = "问诊过程"

[item.message_text]
name = "文字消息"
en = "text message"
sensitivity = "sensitive"
class = "process"

[item.voice_note]
name = "语音消息"
en = "voice note"
sensitivity = "sensitive"
class = "process"
"""

RECIPIENT_FILE = """
[recipient.sms_gateway]
name = "某短信服务商"
kind = "supplier"
items = ["message_text"]
purposes = ["consultations"]
method = "HTTPS 接口"
until = "发送后即删除"
place = "cn"
hosts = ["sms.example.com"]
"""

STORAGE_FILE = """
[storage.yinuo_session]
kind = "cookie"
name = "登录状态"
purpose_text = "保持登录"
holds = "随机编号"
until = "退出登录或14天"
"""


def write_policy(
    root: Path,
    *,
    role: str = "doctor",
    number: str = "1.0.0",
    more: str = "",
    talking: str = TALKING,
    policy: str | None = None,
    items: str = ITEM_FILE,
    recipients: str = RECIPIENT_FILE,
    storage: str = STORAGE_FILE,
) -> Path:
    """Write one version below ``root`` and return its folder; ``more`` are further lines of front matter."""
    folder = root / role / number
    folder.mkdir(parents=True)
    head = HEAD.format(role=role, number=number, more=more)
    (folder / POLICY).write_text(policy if policy is not None else head + talking + CHAPTERS, encoding="utf-8")
    (folder / ITEMS).write_text(items, encoding="utf-8")
    (folder / RECIPIENTS).write_text(recipients, encoding="utf-8")
    (folder / STORAGE).write_text(storage, encoding="utf-8")
    return folder
