"""Named failures of cards; each a whole sentence that says what to do next."""

from django.utils.translation import gettext as _


class UnableToMakeCard(Exception):
    """Base: ``code`` for programs, ``sentence`` for the person."""

    code = "unable"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotQualified(UnableToMakeCard):
    code = "not_qualified"

    def __init__(self) -> None:
        super().__init__(_("资质审核通过后才能做名片。请先到“我的认证”看看进度。"))


class NoCard(UnableToMakeCard):
    code = "no_card"

    def __init__(self) -> None:
        super().__init__(_("您现在没有在用的名片。请先点“生成名片”。"))


class NoLetters(UnableToMakeCard):
    """The server lacks a font with Chinese letters."""

    code = "no_letters"

    def __init__(self) -> None:
        super().__init__(
            _("服务器缺少中文字体，图片暂时画不出来。您可以在屏幕上出示二维码；请把这句话告诉医院的系统管理员。")
        )
