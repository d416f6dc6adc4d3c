"""A service policy of the tests' own: the product ships none."""

import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings

from yinuo.promise.policy import library
from yinuo.promise.policy.model import Version
from yinuo.promise.policy.publish import put_in_force
from yinuo.promise.policy.tests.samples import CHAPTERS

NAME = "video_visits"
HEAD = """+++
role = "{name}"
version = "{number}"
title = "视频复诊专项政策"
published = 2026-01-05
effective = 2026-01-05
{more}overlay_of = "{over}"
service = "{service}"
place = "cn"
+++
视频复诊有自己的政策。

## 1 我们如何收集和使用您的个人信息

### 1.1 视频复诊
复诊只用**语音消息**，按住说话时需要麦克风权限。

```declare
[[purpose]]
id = "consultations"
does = "以语音复诊"
offered = true
refusing = "不能使用视频复诊"

[[purpose.item]]
id = "voice_note"
need = "basic"
basis = "consent"
source = ["given"]
after = "record"
through = ["microphone"]
separate = true
when = "按住说话时"
why = "用语音说明"
refusing = "不能使用视频复诊"

[[purpose.permission]]
id = "microphone"
does = "录制语音消息"
refusing = "不能使用视频复诊"
```
"""
ITEMS = """
[class.{klass}]
keep = "{keep}"
name = "{title}"

[item.voice_note]
name = "语音消息"
en = "voice note"
sensitivity = "sensitive"
class = "{klass}"
"""


@cache
def shelf() -> Path:
    """One folder for a whole run: versions that were read are kept by the library."""
    return Path(tempfile.mkdtemp(prefix="yinuo-overlays-"))


def files(
    *, number: str = "1.0.0", over: str = "doctor", service: str = "consultations", more: str = ""
) -> dict[str, bytes]:
    """The four files of an overlay under the base's own retention class."""
    base = next(one for one in reversed(library().versions(over)) if not one.archive)
    klass = base.classes[base.items["voice_note"].klass]
    head = HEAD.format(name=NAME, number=number, over=over, service=service, more=more)
    items = ITEMS.format(klass=klass.id, keep=klass.keep, title=klass.name)
    texts = {"policy.md": head + CHAPTERS, "items.toml": items, "recipients.toml": "", "storage.toml": ""}
    return {name: text.encode() for name, text in texts.items()}


def write_overlay(root: Path, **more: str) -> Path:
    folder = root / NAME / more.get("number", "1.0.0")
    if not folder.exists():
        folder.mkdir(parents=True)
        for name, content in files(**more).items():
            (folder / name).write_bytes(content)
    return folder


def publish_overlay(number: str = "1.0.0") -> Version:
    """Put an overlay over the doctors' consultations in force, beside the policies of this build."""
    folders = [settings.YINUO_POLICIES, Path(settings.YINUO_HOME) / "policies", shelf()]
    write_overlay(shelf(), number=number)
    library().folders = tuple(Path(folder) for folder in folders)
    put_in_force(NAME, number)
    return library().get(NAME, number)
