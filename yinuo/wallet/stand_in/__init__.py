"""The demonstration's stand-in for WeChat Pay and Alipay: both protocols over real HTTP, with keys of its own, and a
cashier page on which the demonstration's patient presses pay or cancel. No money moves.

It builds and checks every signature by itself, from the published protocols, and shares no code with the adapters: an
error on one side is not mended by the same error on the other. Production refuses to start with it.
"""
