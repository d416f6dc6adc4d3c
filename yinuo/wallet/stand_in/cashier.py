"""The page on which the demonstration's patient presses pay or cancel; plainly labelled as what it is."""

import html

from yinuo.wallet.stand_in.till import Trade

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
LOOK = """:root{color-scheme:light dark}
body{font:17px/1.6 system-ui,sans-serif;max-width:26rem;margin:0 auto;padding:16px}
h1{font-size:17px;margin:0 0 8px}.sum{font-size:36px;margin:24px 0 8px}
.note{border:1px solid;border-radius:8px;padding:12px;font-size:14px}
button,.back{font:inherit;display:block;box-sizing:border-box;width:100%;min-height:48px;margin:12px 0;
border-radius:8px;border:1px solid;background:transparent;color:inherit;text-align:center;
text-decoration:none;line-height:46px}
button.pay{background:#0b6e66;color:#fff;border-color:#0b6e66}"""
NAMES = {"wechat": "微信支付", "alipay": "支付宝"}


def cashier(trade: Trade, root: str, back: str) -> str:
    """``root`` is the way from the page's address to the stand-in's."""
    name = NAMES[trade.service]
    sum_ = f'<p class="sum">¥{trade.fen / 100:.2f}</p><p>问诊费</p>'
    if trade.state == "open":
        body = (
            f'{sum_}<form method="post" action="{root}cashier/{html.escape(trade.token)}">'
            f'<input type="hidden" name="back" value="{html.escape(back)}">'
            '<button class="pay" name="press" value="pay">付款（演示）</button>'
            '<button name="press" value="cancel">不付了</button></form>'
        )
    else:
        word = "已付款" if trade.state == "paid" else "已关闭"
        link = f'<a class="back" href="{html.escape(back)}">回到医诺</a>' if back else "<p>请回到医诺的页面。</p>"
        body = f'{sum_}<p role="status">{word}</p>{link}'
    return page(f"演示收银台 · {name}", f"{_note(name)}{body}", root)


def overview(trades: list[Trade]) -> str:
    rows = "".join(f"<li>{NAMES[one.service]} ¥{one.fen / 100:.2f} {one.state}</li>" for one in trades)
    return page("演示支付替身", f"{_note('支付服务商')}<ol>{rows or '<li>还没有订单</li>'}</ol>", "./")


def page(title: str, body: str, root: str) -> str:
    return (
        f'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="{root}look.css"></head><body><main><h1>{title}</h1>{body}</main></body></html>'
    )


def _note(name: str) -> str:
    return f'<p class="note">这里代替{name}的收银台，仅供演示：不会真的扣钱，也不需要任何账号。</p>'
