"""A line of the service log as a person says it: which page, what was done there, how it ended."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.promise.policy import library

AREAS: dict[str, str | Promise] = {
    "accounts": gettext_lazy("账户"),
    "consultations": gettext_lazy("问诊"),
    "patients": gettext_lazy("问诊"),
    "credentials": gettext_lazy("医师资质认证"),
    "rights": gettext_lazy("个人信息和权利"),
    "policy": gettext_lazy("隐私政策"),
    "notices": gettext_lazy("通知"),
    "console": gettext_lazy("工作台"),
    "web": gettext_lazy("公用页面"),
}
PAGES: dict[str, str | Promise] = {
    "accounts:landing": gettext_lazy("首页"),
    "accounts:choose": gettext_lazy("登录"),
    "accounts:login": gettext_lazy("登录"),
    "accounts:login_code": gettext_lazy("登录"),
    "accounts:logout": gettext_lazy("退出登录"),
    "accounts:register": gettext_lazy("注册"),
    "accounts:register_number": gettext_lazy("注册"),
    "accounts:register_code": gettext_lazy("注册"),
    "accounts:me": gettext_lazy("我的"),
    "accounts:settings": gettext_lazy("设置"),
    "accounts:account": gettext_lazy("账户信息"),
    "accounts:number": gettext_lazy("更换手机号"),
    "accounts:number_old": gettext_lazy("更换手机号"),
    "accounts:number_new": gettext_lazy("更换手机号"),
    "accounts:number_finish": gettext_lazy("更换手机号"),
    "accounts:privacy": gettext_lazy("隐私保护提示"),
    "accounts:withdraw_all": gettext_lazy("取消隐私授权"),
    "accounts:come_back": gettext_lazy("重新授权"),
    "accounts:new_version": gettext_lazy("政策的新版"),
    "accounts:version_seen": gettext_lazy("政策的新版"),
    "accounts:postpone": gettext_lazy("政策的新版"),
    "accounts:privacy_settings": gettext_lazy("隐私设置"),
    "accounts:devices": gettext_lazy("设备授权"),
    "accounts:consent_ask": gettext_lazy("询问同意"),
    "accounts:consent_grant": gettext_lazy("同意"),
    "accounts:consent_refuse": gettext_lazy("不同意"),
    "accounts:consent_withdraw": gettext_lazy("收回同意"),
    "accounts:consent_withdraw_function": gettext_lazy("收回同意"),
    "consultations:inbox": gettext_lazy("工作台"),
    "consultations:inbox_rows": gettext_lazy("工作台"),
    "consultations:patients": gettext_lazy("患者列表"),
    "consultations:attend": gettext_lazy("一次问诊"),
    "consultations:accept": gettext_lazy("接诊"),
    "consultations:decline": gettext_lazy("不接诊"),
    "consultations:close": gettext_lazy("结束问诊"),
    "consultations:upload": gettext_lazy("发图片或语音"),
    "consultations:media": gettext_lazy("问诊里的图片或语音"),
    "consultations:thumbnail": gettext_lazy("问诊里的图片"),
    "consultations:document": gettext_lazy("既往诊断资料"),
    "patients:mine": gettext_lazy("我的问诊"),
    "patients:doctors": gettext_lazy("找医生"),
    "patients:doctor": gettext_lazy("医生主页"),
    "patients:ask": gettext_lazy("说明病情"),
    "patients:consultation": gettext_lazy("一次问诊"),
    "patients:submit": gettext_lazy("提交问诊"),
    "credentials:fields": gettext_lazy("填写资料"),
    "credentials:pictures": gettext_lazy("上传照片"),
    "rights:information": gettext_lazy("个人信息"),
    "rights:item": gettext_lazy("一项个人信息"),
    "rights:file": gettext_lazy("自己的照片或录音"),
    "rights:receipt": gettext_lazy("一张同意回执"),
    "rights:request": gettext_lazy("一件请求或投诉"),
    "rights:seen": gettext_lazy("谁看过我的信息"),
    "rights:collected": gettext_lazy("个人信息收集清单"),
    "rights:shared": gettext_lazy("第三方共享清单"),
    "rights:receipts": gettext_lazy("同意回执"),
    "rights:board": gettext_lazy("承诺公示"),
    "rights:requests": gettext_lazy("请求和投诉"),
    "rights:ask": gettext_lazy("提出请求或投诉"),
    "notices:email": gettext_lazy("电子邮箱"),
    "console:review": gettext_lazy("资质审核"),
    "console:review_one": gettext_lazy("审核资料"),
    "console:review_picture": gettext_lazy("审核资料的照片"),
    "console:corrections": gettext_lazy("更正核实"),
    "console:exceptions": gettext_lazy("例外处理"),
    "console:exception": gettext_lazy("已打开的例外"),
    "console:policies": gettext_lazy("政策起草和发布"),
    **dict.fromkeys(
        (f"console:{name}" for name in ("draft", "draft_file", "draft_preview", "draft_begin", "draft_publish")),
        gettext_lazy("政策起草和发布"),
    ),
    "console:requests": gettext_lazy("请求和投诉"),
    "console:request": gettext_lazy("一件请求或投诉"),
    "console:request_act": gettext_lazy("一件请求或投诉"),
    "console:audit": gettext_lazy("访问日志"),
    "console:visits": gettext_lazy("服务日志"),
    "console:status": gettext_lazy("运行状态"),
    "console:staff": gettext_lazy("工作人员"),
}


def visit_in_words(log: Mapping[str, Any]) -> str:
    """What was taken down of one request: what was done, on which page, how it ended."""
    return _("%(what)s“%(page)s”：%(ended)s") % {
        "what": done_words(str(log.get("method", ""))),
        "page": page_words(str(log.get("page", ""))),
        "ended": ended(int(log.get("status", 0))),
    }


def done_words(method: str) -> str:
    return _("提交") if method not in ("", "GET", "HEAD") else _("查看")


def page_words(name: str) -> str:
    """The page's own words; a room's page without any is called after its area, or after the clause it serves."""
    area = name.partition(":")[0]
    found = PAGES.get(name) or AREAS.get(area)
    if found is not None:
        return str(found)
    version = library().in_force("doctor")
    for purpose in version.purposes.values():
        if area and purpose.id.partition(".")[0] == area:
            return version.clauses[purpose.clause].title
    return _("没有这样的页面") if area in ("", "-") else _("其他页面")


def ended(status: int) -> str:
    words = {
        2: _("已完成"),
        3: _("转到下一页"),
        4: _("没有做成"),
        5: _("程序出错"),
    }
    exact = {400: _("填写有误"), 403: _("被拒绝"), 404: _("没有这一页"), 409: _("和现状不符"), 429: _("太频繁，请等待")}
    return exact.get(status) or words.get(status // 100, "")
