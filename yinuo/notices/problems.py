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


class UnableToPush(Exception):
    """A device can't be taken on. ``code`` is for the page's script."""

    code = "unable"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class MalformedEndpoint(UnableToPush):
    code = "malformed"

    def __init__(self) -> None:
        super().__init__(_("这不像推送服务给的推送地址，没有保存。请关掉这个页面，重新打开后再试。"))


class UnknownPushService(UnableToPush):
    code = "unknown_service"

    def __init__(self) -> None:
        super().__init__(
            _("这个浏览器用的推送服务不在隐私政策的名单里，所以不能开启。可以换一个浏览器，或打开页面查看消息。")
        )


class NoRecordedWay(UnableToPush):
    code = "no_way_abroad"

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "%(name)s在境外，本院没有登记合法的出境途径，推送地址不能交给它，所以没有开启。可以换用装了本院应用的华为设备；打开页面也能看到消息。"
            )
            % {"name": name}
        )


class OnlyTheStandIn(UnableToPush):
    code = "stand_in_only"

    def __init__(self) -> None:
        super().__init__(_("演示里只用推送替身，不向真正的推送服务发送。请用页面上的“开启推送”。"))


class UnableToChoose(UnableToPush):
    code = "choices"

    def __init__(self) -> None:
        super().__init__(_("免打扰的时间要写成 22:00 这样。请核对后再保存。"))
