"""Words that may mean an emergency.

A hint for the doctor, never a decision: it moves a row up and offers the 120 text, and it is measured on a fixed
set in the tests. Missing one costs more than showing one too many, so only a plain denial (没有胸痛) silences a
phrase, and only inside its own clause.
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class RedFlag:
    """``phrase`` is what the person wrote; ``kind`` and ``label`` say what it may mean."""

    kind: str
    label: str | Promise
    phrase: str


KINDS: dict[str, tuple[str | Promise, str]] = {
    "self_harm": (
        _("自伤自杀风险"),
        r"自杀|轻生|不想活|活不下去|想死(?!你)|去死|寻死|结束(自己的)?生命|了结自己|自残|自伤|割腕|跳楼|遗书|活着没(有)?(意思|意义)|"
        r"suicid|kill myself|end my life",
    ),
    "chest_pain": (
        _("胸痛"),
        r"胸(口|部|前|骨后|前区)?(突然|剧烈|一直|很|好|阵|压榨样|有点|持续)*(痛|疼|闷|压榨|紧|发紧)|心(口|前区|脏)(很|好|一直|突然)*(痛|疼|绞)|"
        r"心绞痛|心梗|像(块)?石头压(着)?胸|压榨(样|感)|chest (pain|tightness)|heart attack",
    ),
    "breathless": (
        _("呼吸困难"),
        r"呼吸(很|非常|特别|有点)?(困难|急促|费力)|[喘透上出](不|不过|不上)(来|过|上)?(来)?气|喘不(上|过)(来)?气|气(喘|短|促)|憋气|憋醒|"
        r"喘(得|的)厉害|(嘴唇|口唇|脸|嘴)(色)?(发|变|都)?(紫|青)|窒息|(can.?t|cannot|hard to|difficulty) breath|"
        r"short(ness)? of breath",
    ),
    "stroke": (
        _("疑似卒中"),
        r"(口角|嘴角|嘴巴?|脸|面部)(一下|突然|都)?(歪|斜|偏)|(口齿|说话|言语|讲话)(突然|都)?(不清|含糊|不利索|大舌头)|说不(出|清)话|"
        r"偏瘫|半身不遂|(半边|半侧|一侧|单侧|一边|左边|右边|左侧|右侧)(的)?(身体|身子|肢体|手脚|手|脚|胳膊|腿)?(突然|完全)?"
        r"(无力|没力|没劲|麻木|发麻|不能动|动不了|不听使唤)|(突然|一下子)(眼前发黑|看不见|失明)|"
        r"face droop|slurred speech",
    ),
    "unconscious": (
        _("意识障碍"),
        r"昏迷|昏(倒|过去)|晕(倒|厥|过去)|叫不(醒|应)|(意识|神志)(有点|突然)?(不清|模糊|丧失)|失去(了)?(意识|知觉)|不省人事|没(有)?(反应|知觉)了|"
        r"unconscious|passed out|faint(ed|ing)",
    ),
    "seizure": (
        _("抽搐惊厥"),
        r"抽搐|抽风|惊厥|(癫痫|羊癫疯|羊角风).{0,4}(发作|犯)|口吐白沫|两眼上翻|翻白眼|seizure|convuls",
    ),
    "bleeding": (
        _("出血"),
        r"大出血|血流不止|(止不住|止不了)(的)?血|血(一直)?止不住|[呕吐咳咯]血|(呕|吐|咳)(出|了)(来)?(很多|大量|好多|一口|几口|些)*(鲜)?血|便血|拉血|"
        r"黑(便|色大便)|大便(发|是|像)?(黑|柏油)|柏油(样|一样)|(vomit|cough)(ing|ed)? (up )?blood",
    ),
    "severe_allergy": (
        _("严重过敏"),
        r"(喉咙|喉头|嗓子|舌头)(里)?(突然|都|也)?(水肿|肿|发紧|堵)|过敏性?休克|(嘴唇|眼睛|脸)(都|和.{1,4})?肿(了|得|起来).{0,12}(药|过敏|花生|海鲜)|"
        r"anaphyla",
    ),
    "poisoning": (
        _("中毒或过量服药"),
        r"服毒|农药|百草枯|敌敌畏|老鼠药|中毒|误(服|食|喝|吞)|过量(服|吃)|(吃|服|吞)了(一整|整|半|大半)?(瓶|一把|几十片|几十粒|上百)|"
        r"一氧化碳|煤气味|overdos|poison",
    ),
    "pregnancy": (
        _("孕产急症"),
        r"(怀孕|孕|胎)((?!没|无|不|未|否认).){0,12}(出血|流血|见红|剧痛|腹痛|肚子(很|好)?(痛|疼))|胎动(突然)?(消失|没有了|没了|减少|明显少)|(没有|感觉不到)胎动|"
        r"羊水(破|流)|破水|产后(大)?出血|阴道.{0,4}(大量)?(出血|流血)",
    ),
    "sudden_pain": (
        _("突发剧痛"),
        r"(剧烈|爆炸样?|炸裂样?|雷击样?|撕裂样?|刀割样?)(的)?(的|地)?(头|腹|肚子|背|腰|胸)?(痛|疼)|(头|肚子|腹部?|后背|背)(突然|部)*"
        r"(剧(痛|烈疼痛|疼)|(痛|疼)(得|的)(要死|打滚|受不了|直不起|厉害得)|(痛|疼)欲裂|像(要)?炸)|"
        r"这辈子最(痛|疼)|worst headache",
    ),
    "high_fever": (
        _("高热危象"),
        r"(高烧|高热)(一直)?不退|(烧|发烧|体温|发热)(到|了|已经|都|是|有)*\s*(4[0-2](\.\d)?|四十)\s*(度|℃|°)?|热性惊厥|"
        r"(新生儿|满月|婴儿|个月(大)?(的)?(宝宝|孩子|婴儿)).{0,8}(发烧|发热|高烧)",
    ),
    "injury": (
        _("严重外伤"),
        r"车祸|高处(坠|摔|跌)|(楼|高处|梯子)(上)?(摔|掉|跌|坠)(下|落)|触电|溺水|(大面积|严重)(的)?(烧伤|烫伤)|骨头(都)?(露|戳)(出|了)|"
        r"(头|脑袋)(部)?(被|撞|摔|磕)((?!没|无|不|未|否认).){0,12}(吐|昏|晕|恶心)|毒?蛇咬",
    ),
}

_PATTERNS = {kind: re.compile(pattern, re.IGNORECASE) for kind, (_label, pattern) in KINDS.items()}
_SENTENCE = re.compile(r"[。！？!?\n\r]+")
_CLAUSE = re.compile(r"[，。；！？,.;!?\n\r]+(?!\d)|但是?|(?<![透喘上])不过|可是|就是|只是|然后|现在")
_LOOK_BACK = 40
_ACROSS_CLAUSES = frozenset({"pregnancy", "injury"})
_DENIED = re.compile(
    r"(没有?|无|否认|未见?|未曾|不伴有?|并无|从不|不会|不是)(明显|任何|什么|出现|过|再|伴有?|感到|觉得|有)*"
    r"([一-鿿]{1,6}[、和及或与])*$|\b(no|without|denies)\s+$",
    re.IGNORECASE,
)


def find_red_flags(*texts: str) -> tuple[RedFlag, ...]:
    """The emergencies that the words may mean, at most one of each kind, most pressing first."""
    clauses = [clause for text in texts for clause in _CLAUSE.split(text) if clause]
    sentences = [sentence for text in texts for sentence in _SENTENCE.split(text) if sentence]
    found = []
    for kind, pattern in _PATTERNS.items():
        parts = sentences if kind in _ACROSS_CLAUSES else clauses
        phrase = next((hit for part in parts if (hit := _affirmed(pattern, part))), None)
        if phrase is not None:
            found.append(RedFlag(kind=kind, label=KINDS[kind][0], phrase=phrase))
    return tuple(found)


def _affirmed(pattern: re.Pattern[str], clause: str) -> str | None:
    """The first words in ``clause`` that match and are not plainly denied."""
    for hit in pattern.finditer(clause):
        if not _DENIED.search(clause[max(0, hit.start() - _LOOK_BACK) : hit.start()]):
            return hit.group(0)
    return None
