"""Other hospitals number otherwise: each style comes out with ids, titles and texts."""

import pytest

from yinuo.promise.policy.importing.tests.reading import ids, imported

pytestmark = pytest.mark.clause("7")


def test_articles_that_count_through_their_chapters_keep_their_own_number() -> None:
    found = imported(
        "示例医院隐私政策\n更新日期：2031年3月1日\n第一章 总则\n"
        "第一条 为保护您，制定本政策。\n第二条 本政策适用于医生。\n"
        "第二章 收集\n第三条 我们收集：\n（一）手机号码；\n"
        "（二）本政策第二条所需的信息。\n第四条 依据\n第三条的规定，您可以拒绝。\n"
    )
    assert ids(found) == ["1", "2", "3", "4"]
    shown = found.shown(found.versions[0])
    assert shown["3"].startswith("第二章 收集\n我们收集：") and "（二）本政策第二条" in shown["3"]


def test_articles_that_begin_again_in_each_chapter_stand_below_it() -> None:
    found = imported(
        "隐私政策\n第一章 收集\n第一条 收集手机号码。\n第二条 收集姓名。\n第二章 共享\n第一条 不共享。\n第二条 例外。\n"
    )
    assert ids(found) == ["1", "1.1", "1.2", "2", "2.1", "2.2"]


def test_official_numbering() -> None:
    found = imported(
        "隐私政策\n版本号：2.1\n\n一、收集\n以下是个人信息。\n"
        "（一）注册\n1. 手机号码。用于登录。\n2. 密码。用于登录。\n"
        "（二）问诊\n病情描述。\n二、共享\n我们不共享，详见“一、收集”。\n三、联系\n本政策自二〇三一年五月一日起施行。\n"
    )
    assert ids(found) == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "3"]
    (version,) = found.versions
    assert version.number == "2.1" and version.published is None
    assert version.effective is not None and version.effective.isoformat() == "2031-05-01"
    assert any("没有找到发布日期" in sentence for sentence in found.as_json()["not_understood"])


def test_official_numbering_in_running_text() -> None:
    found = imported(
        "隐私政策一、收集的信息我们收集个人信息。（一）注册我们收集手机号码。"
        "（二）问诊我们收集病情。二、共享我们不共享。三、权利您可以查阅。"
    )
    assert ids(found) == ["1", "1.1", "1.2", "2", "3"]


def test_decimals_on_lines_with_a_list_inside() -> None:
    found = imported(
        "个人信息保护政策\n\n1 收集\n1.1 注册\n收集手机号码，参见 1.2 一节。"
        "\n1.1.1 手机号\n用于登录。\n1.2 登录\n收集验证码。\n"
        "2 共享\n我们不共享。\n2.1 例外\n1. 依法要求的；\n2. 您同意的。\n3 权利\n您可以查阅。\n"
    )
    assert ids(found) == ["1", "1.1", "1.1.1", "1.2", "2", "2.1", "3"]
    assert "2. 您同意的。" in found.shown(found.versions[0])["2.1"]


def test_numbers_with_a_bracket_are_clauses_where_there_are_no_others() -> None:
    found = imported(
        "隐私声明\n1) 收集\n收集手机号码。\n2) 目的\na) 登录；\nb) 找回账号。\n3) 权利\n您可以查阅个人信息。\n"
    )
    assert ids(found) == ["1", "2", "3"]
    assert "a) 登录；" in found.shown(found.versions[0])["2"]


def test_markdown_headings_without_numbers_are_counted_and_that_is_said() -> None:
    found = imported(
        "# 示例诊所隐私政策\n\n版本：1.0.2\n发布日期：2031-01-02\n"
        "生效日期：2031-01-09\n\n## 收集\n\n收集**手机号码**。\n\n"
        "### 登录\n\n- 手机号码\n- 验证码\n\n### 问诊\n\n1. 文字\n"
        "2. 图片\n\n## 权利\n\n您可以[撤回](https://a.example)同意。\n",
        "policy.md",
    )
    assert ids(found) == ["1", "1.1", "1.2", "2"]
    shown = found.shown(found.versions[0])
    assert (
        shown["1"] == "收集\n收集手机号码。" and shown["1.2"].endswith("1. 文字\n2. 图片") and "撤回同意" in shown["2"]
    )
    (said,) = found.as_json()["not_understood"]
    assert said.startswith("第 7 行") and "没有编号" in said


def test_numbered_markdown_headings_and_one_without_a_number() -> None:
    found = imported(
        "# 隐私政策\n\n## 1 收集\n\n1. 手机\n2. 姓名\n\n### 1.1 登录\n"
        "\n验证码。\n\n## 2 权利\n\n查阅。\n\n## 附则\n\n完。\n"
    )
    assert ids(found) == ["1", "1.1", "2"]
    assert any("附则" in sentence for sentence in found.as_json()["not_understood"])


PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>题</title><style>p {{}}</style></head><body>
<h1>示例互联网医院隐私政策</h1><p>更新时间：2031/06/01</p><p>生效时间：2031/06/10</p>
<h2>目录</h2><ul><li>一、收集</li><li>二、共享</li><li>三、权利</li></ul>
<h2>一、收集</h2><!-- <h2>二、旧</h2> --><p>我们收集&nbsp;个人信息。</p>
<h3>（一）注册</h3><ol><li>手机号码</li><li>验证码</li></ol><h3>（二）登录</h3><p>验证码。</p>
<h2>二、共享</h2><p>我们<b>不</b>共享。</p><script>var a = "<h2>三、</h2>";</script>
<h2>三、权利</h2><ol type="a"><li>查阅。</li><li>更正。</li></ol></body></html>"""


@pytest.mark.parametrize(("charset", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("utf-8", "utf-8-sig")])
def test_a_web_page_in_its_charset(charset: str, encoding: str) -> None:
    from yinuo.promise.policy.importing import import_policy

    found = import_policy(PAGE.format(charset=charset).encode(encoding), "download")
    assert ids(found) == ["1", "1.1", "1.2", "2", "3", "3a", "3b"]
    (version,) = found.versions
    assert version.title == "示例互联网医院隐私政策" and str(version.published) == "2031-06-01"
    shown = found.shown(version)
    assert shown["1.1"] == "注册\n1. 手机号码\n2. 验证码" and shown["2"] == "共享\n我们不共享。"


def test_lists_of_a_web_page_are_clauses_where_nothing_else_is_numbered() -> None:
    found = imported(
        "<html><body><p>个人信息保护政策</p><ol><li>收集<ol><li>收集手机号。</li><li>收集姓名。</li></ol></li>"
        "<li>共享<p>不共享。</p></li><li>联系我们</li></ol></body></html>"
    )
    assert ids(found) == ["1", "1.1", "1.2", "2", "3"]


def test_bullets_stay_in_their_clause() -> None:
    found = imported("隐私政策\n1. 收集\n• 手机号码\n• 个人信息\n2. 共享\n- 不共享\n3. 权利\n· 查阅\n")
    assert ids(found) == ["1", "2", "3"]
    assert found.shown(found.versions[0])["1"] == "收集\n• 手机号码\n• 个人信息"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_encodings_of_running_text(encoding: str) -> None:
    from yinuo.promise.policy.importing import import_policy

    text = "示例医院隐私政策\r\n第一条 收集\r\n我们收集个人信息。\r\n第二条 共享\r\n我们不共享。\r\n"
    assert ids(import_policy(text.encode(encoding))) == ["1", "2"]


def test_a_chapter_that_only_the_contents_name_is_said() -> None:
    found = imported("隐私政策\n目录\n1、收集\n2、共享\n3、权利\n\n1、收集\n个人信息。\n2、共享\n不共享。\n")
    assert ids(found) == ["1", "2"]
    assert any("权利" in sentence and "正文里没有找到" in sentence for sentence in found.as_json()["not_understood"])


def test_a_day_that_no_calendar_has_is_said() -> None:
    found = imported(
        "隐私政策\n版本：1.0.0\n发布日期：2031年02月30日\n"
        "生效日期：2031年03月01日\n1. 收集\n个人信息。\n2. 共享\n不。\n"
    )
    assert found.versions[0].published is None
    assert any("2031-02-30" in sentence for sentence in found.as_json()["not_understood"])


def test_a_numbering_that_is_passed_over_is_said() -> None:
    found = imported("隐私政策\n1. 收集\n个人信息。\n二、丢了第一项\n好。\n2. 共享\n不共享。\n")
    assert ids(found) == ["1", "2"]
    assert any("没有算作一条的开头" in sentence for sentence in found.as_json()["not_understood"])


def test_dates_in_brackets_and_articles_with_decimals() -> None:
    found = imported(
        "隐私政策\n（2031年1月1日发布，2031年2月1日起施行）\n"
        "第1条 收集\n1.1 我们收集个人信息。\n第2条 附则\n2.1 本政策由我们解释。\n"
    )
    (version,) = found.versions
    assert (str(version.published), str(version.effective)) == ("2031-01-01", "2031-02-01")
    assert found.shown(version) == {
        "1": "收集",
        "1.1": "我们收集个人信息。",
        "2": "附则",
        "2.1": "本政策由我们解释。",
    }


def test_clauses_below_chapters_without_numbers() -> None:
    found = imported("隐私政策\n\n1.1 收集\n个人信息。\n1.2 使用\n登录。\n2.1 共享\n不。\n2.2 转让\n不。\n")
    assert ids(found) == ["1.1", "1.2", "2.1", "2.2"]
    assert any("没有编了号的上级" in sentence for sentence in found.as_json()["not_understood"])


def test_an_earlier_version_that_is_only_named_gives_no_number_and_no_date() -> None:
    for named in ("上一版本：V1.0.0 发布日期：2030年1月1日", "附：上一版本 V1.0.0，发布日期：2030年1月1日"):
        found = imported(f"隐私政策\n1. 收集\n个人信息。\n2. 共享\n不。\n{named}\n")
        assert (found.versions[0].number, found.versions[0].published) == (None, None)
