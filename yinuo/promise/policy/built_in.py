"""What the engine has under every version, whatever a policy says: the rights themselves (house law 4).

A request, a complaint and the answers to them can be kept and read also under an old version that names no such item.
The text of clause 5.8 says how long.
"""

from yinuo.promise.policy.model import Item, RetentionClass, Sensitivity

RIGHTS = "rights"
# The duty to answer (PIPL 50): one desk reads and answers requests, nothing else.
ANSWER = "rights.answer"
ANSWERING_DESK = "privacy_officer"
# Another number for an account that stands already: to correct what is held is a right (PIPL 46), and without a number
# that reaches them nobody comes in to their other rights (PIPL 50). It waits for no consent and for no version.
NUMBER = "rights.number"
PHONE = "phone_number"
PURPOSES = frozenset({RIGHTS, ANSWER, NUMBER})
# What a policy says of the codes that are sent for the rights is said of these too.
SENDS_AS = {NUMBER: RIGHTS}

REQUEST = "rights_request"
# Ids and instants: what was provided to whom, and which notice went to whom.
PROVIDED = "provision_record"
CLASSES = {
    RIGHTS: RetentionClass(RIGHTS, "P3Y", "权利请求和投诉，保存 3 年", "个人信息保护法：处理情况记录至少保存三年")
}
ITEMS = {
    REQUEST: Item(REQUEST, "请求和答复", "requests and answers", Sensitivity.SENSITIVE, RIGHTS),
    PROVIDED: Item(PROVIDED, "提供和通知的记录", "records of what was provided", Sensitivity.PERSONAL, RIGHTS),
}
# The measure whose clause speaks of requests.
MEASURE = "requests.clock"
