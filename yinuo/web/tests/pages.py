"""Pages of the elements' tests; nothing of them is shipped."""

ME = "11111111-1111-7111-8111-111111111111"
CONSULTATION = "22222222-2222-7222-8222-222222222222"

THREAD = f"""
<chat-thread consultation="{CONSULTATION}" me="{ME}" since="0"><ol class="thread"></ol></chat-thread>
<div class="dock"><div class="actions"><message-composer consultation="{CONSULTATION}"></message-composer></div></div>
"""
HEAD = "".join(
    f'<link rel="stylesheet" href="/static/web/{name}.css">'
    for name in ("tokens", "base", "components", "forms", "chat")
)


def document(body: str, *, person: str = ME, language: str = "zh-CN") -> str:
    """A page as the base template makes it, around ``body``."""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>test</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="yinuo-person" content="{person}"><meta name="yinuo-csrf" content="token">{HEAD}'
        '<script type="module" src="/static/web/app.js"></script></head>'
        f'<body><main class="main"><div class="page">{body}</div></main><consent-ask></consent-ask></body></html>'
    )


def message(number: int, *, mine: bool = False, text: str = "您好", **more: object) -> dict[str, object]:
    """A frame ``message``."""
    client_id = f"33333333-3333-7333-8333-{number:012d}"
    common = {"event": "message", "consultation": CONSULTATION, "number": number, "client_id": client_id, "mine": mine}
    return {**common, "author": ME, "kind": "text", "text": text, "media": None, "at": "2026-11-23T09:00:00Z", **more}
