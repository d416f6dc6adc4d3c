"""Why a draft can't be saved or published, each as a whole sentence that says what to do next."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from yinuo.promise.policy.rights import Lessening
from yinuo.promise.policy.source import Finding


class UnableToPublish(Exception):
    """Base; ``code`` for programs, ``sentence`` for people."""

    code = "unable"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class SomebodyWasFaster(UnableToPublish):
    """Two officers at once: what this one wrote is kept by the page, not by the draft."""

    code = "somebody_was_faster"

    def __init__(self) -> None:
        super().__init__(
            _("这份草稿刚刚被另一位专员保存过。您写的没有丢，还在下面：看过对方改了什么，再决定怎样保存。")
        )


class PublishedMeanwhile(UnableToPublish):
    code = "published_meanwhile"

    def __init__(self, number: str) -> None:
        said = _("这份草稿已经作为 V%(number)s 发布，发布过的版本不再改动。您写的还在下面：起草下一版，再贴进去。")
        super().__init__(said % {"number": number})


class NoDraft(UnableToPublish):
    code = "no_draft"

    def __init__(self) -> None:
        super().__init__(_("没有这份草稿，或者已经丢弃。请回到列表，另起一份。"))


class NotAPolicy(UnableToPublish):
    code = "not_a_policy"

    def __init__(self) -> None:
        said = _("这不是一份政策：正文开头要有两行 +++，中间写明 role、version、title 和日期。请先导入，再起草。")
        super().__init__(said)


class TooLong(UnableToPublish):
    code = "too_long"

    def __init__(self, name: str, limit: int) -> None:
        said = _("%(name)s 太长：一份文件最多 %(limit)d KB。请删去多余的文字，或拆成专项政策，再保存。")
        super().__init__(said % {"name": name, "limit": limit // 1000})


class EmptyText(UnableToPublish):
    code = "empty"

    def __init__(self) -> None:
        super().__init__(_("政策正文是空的。请从现行版本起草，或导入一份文件，再发布。"))


class HasFindings(UnableToPublish):
    code = "findings"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        said = _("还有 %(count)d 处要改，才能发布。每一处都标在它所在的行旁边，请逐处改好再发布。")
        super().__init__(said % {"count": len(self.findings)})


class LessensRights(UnableToPublish):
    code = "lessens_rights"

    def __init__(self, lessened: Iterable[Lessening]) -> None:
        self.lessened = tuple(lessened)
        named = "".join(each.text for each in self.lessened)
        said = _("这一版会减少人们的权利，不能发布：%(named)s请把它写回来，或改成不少于原来的样子。")
        super().__init__(said % {"named": named})


class NothingChanged(UnableToPublish):
    code = "nothing_changed"

    def __init__(self, number: str) -> None:
        super().__init__(_("和现行的 V%(number)s 没有任何不同，不用发布。") % {"number": number})


class NumberUsed(UnableToPublish):
    code = "number_used"

    def __init__(self, number: str, highest: str) -> None:
        said = _("版本号 %(number)s 不能用：必须大于已有的 %(highest)s。请改正文开头的 version，再发布。")
        super().__init__(said % {"number": number, "highest": highest})


class AnotherIsAnnounced(UnableToPublish):
    code = "another_announced"

    def __init__(self, number: str) -> None:
        said = _("V%(number)s 已经公布、还没有生效。请等它生效，或先撤回它，再发布下一版。")
        super().__init__(said % {"number": number})


class DayIsPast(UnableToPublish):
    code = "day_is_past"

    def __init__(self) -> None:
        super().__init__(_("生效日期不能早于今天。请选今天或以后的日子。"))


class UnableToRetract(UnableToPublish):
    code = "unable_to_retract"
