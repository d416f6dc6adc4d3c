"""Nothing leaves a process of ours but to a host that a policy in force declares (clauses 3.1.1 to 3.1.5).

Two layers: :func:`guarded_client` decides about one recipient, purpose, items and person; :func:`hold` holds
the whole process, libraries included, to declared hosts and our own parts.
"""

from yinuo.promise.outbound.allowed import Allowed, OutboundRefused
from yinuo.promise.outbound.client import NoWayAbroad, UndeclaredRecipient, guarded_client, require_way_abroad, sharing
from yinuo.promise.outbound.declared import declared_hosts
from yinuo.promise.outbound.guard import install
from yinuo.promise.outbound.process import hold

__all__ = [
    "Allowed",
    "NoWayAbroad",
    "OutboundRefused",
    "UndeclaredRecipient",
    "declared_hosts",
    "guarded_client",
    "hold",
    "install",
    "require_way_abroad",
    "sharing",
]
