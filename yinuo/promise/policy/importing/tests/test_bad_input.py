"""Each file that can't be read as a policy is refused with a sentence, in Chinese and in English."""

import time

import pytest

from yinuo.promise.policy.importing import UnableToImport, import_policy

pytestmark = pytest.mark.clause("7")

CASES = [
    ("empty", b"", "是空的", "empty"),
    ("blank", " \n\t　\n".encode(), "是空的", "empty"),
    ("binary", bytes(range(256)) * 4, "二进制", "binary"),
    ("word", b"PK\x03\x04" + bytes(40), "docx", "Save it as text"),
    ("pdf", b"%PDF-1.7 ...", "PDF", "Save it as text"),
    ("utf-16 cut short", b"\xff\xfe\x00\xd8\x00", "编码", "encoding"),
    ("latin-1", "Política de información personal: é à ü".encode("latin-1") * 9, "编码", "encoding"),
    ("a recipe", "1. 洗米\n2. 煮饭\n".encode(), "不像一份隐私政策", "privacy"),
    ("no numbers", "隐私政策\n我们保护您的个人信息。\n".encode(), "找不到条款的编号", "no numbers"),
    (
        "hole",
        "隐私政策\n1. 收集\n收集。\n2. 共享\n不。\n4. 权利\n有。\n4.1 查阅\n可以。\n".encode(),
        "有 4，却没有 3",
        "hole",
    ),
    (
        "hole on one line",
        "隐私政策1. 收集好。1.1 注册好。1.2 登录好。1.4 问诊好。2. 共享好。".encode(),
        "没有 1.3",
        "hole",
    ),
    ("no first", "隐私政策\n2. 收集\n收集。\n3. 共享\n不。\n".encode(), "有 2，却没有 1", "hole"),
    ("articles", "隐私政策\n第一条 收集。\n第二条 共享。\n第四条 权利。\n".encode(), "却没有 第3条", "hole"),
    (
        "twice",
        "隐私政策\n1. 收集\n1.1 注册\n好。\n1.2 登录\n好。\n1.2 又登录\n好。\n2. 共享\n好。\n".encode(),
        "两次",
        "twice",
    ),
    ("backwards", "隐私政策\n1. 收集\n1.1 注册\n好。\n2. 权利\n好。\n1.3 问诊\n好。\n".encode(), "倒退", "backwards"),
    ("too long", "个人信息".encode() * 400_000, "超过 4 MB", "larger"),
]


@pytest.mark.parametrize(
    ("content", "chinese", "english"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_it_is_refused_in_both_languages(content: bytes, chinese: str, english: str) -> None:
    with pytest.raises(UnableToImport) as refused:
        import_policy(content)
    said = str(refused.value)
    assert chinese in said and english in said, said


def test_a_version_that_stands_twice_is_refused() -> None:
    from yinuo.promise.policy.importing.tests.made_up import made_up

    with pytest.raises(UnableToImport, match="出现了两次"):
        import_policy((made_up() + made_up()).encode())


def test_a_fault_tells_its_place_without_the_contacts_that_stand_there() -> None:
    with pytest.raises(UnableToImport) as refused:
        import_policy("隐私政策\n1. 收集\n好。\n2. 共享\n好。\n4. 电话：0100-5550-123\n好。\n".encode())
    assert "第 6 行第 1 字" in str(refused.value) and "5550" not in str(refused.value)


MEGABYTES = {
    "a long clause": "隐私政策\n1. 收集\n" + "我们收集个人信息，用于服务。\n" * 48_000 + "2. 共享\n不。\n",
    "one line": "个人信息 1. 收集" + "啊" * 300_000 + "。2. 共享",
    "numbers": "个人信息" + "1.1 " * 250_000,
    "versions": "隐私政策版本：V1.0.0发布日期：2031年1月1日1.收集。2.共享。" * 13_000,
    "names": "个人信息 负责人：章样本 地址：" * 25_000,
    "digits": "个人信息 " + "1" * 1_000_000,
    "tags": "<html><body><p>个人信息" + "<a " * 350_000,
    "comments": "<html><body><p>个人信息" + "<!-" * 350_000,
    "nested": "<html><body><p>个人信息" + "<div>" * 200_000,
    "brackets": "# 个人信息\n" + "[[" * 500_000,
    "emphasis": "# 个人信息\n" + "*a_ " * 250_000,
}


@pytest.mark.parametrize("kind", MEGABYTES)
def test_megabytes_take_seconds(kind: str) -> None:
    content = MEGABYTES[kind].encode()
    assert 900_000 < len(content) < 4 * 1024 * 1024
    begun = time.process_time()
    try:
        found = import_policy(content)
        assert found.versions
    except UnableToImport as refused:
        assert refused.sentences
    assert time.process_time() - begun < 15
