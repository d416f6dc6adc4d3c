"""Named failures of notices; each a whole sentence that says what to do next."""

from django.utils.translation import gettext as _


class UnableToKeepAddress(Exception):
    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class MalformedAddress(UnableToKeepAddress):
    def __init__(self) -> None:
        super().__init__(_("这不像一个邮箱地址。请按 name@example.com 的样子填写，再保存。"))


class AddressMissing(UnableToKeepAddress):
    def __init__(self) -> None:
        super().__init__(_("请先填写邮箱地址，再保存；不想留邮箱，点“不留邮箱”即可。"))


class AddressTooLong(UnableToKeepAddress):
    def __init__(self) -> None:
        super().__init__(_("邮箱地址太长了（最多 254 个字符）。请核对后再保存。"))
