"""Policies: the text that people read, and the declarations that the engine runs."""

from yinuo.promise.policy.library import Library, UnknownPolicy
from yinuo.promise.policy.shelf import library
from yinuo.promise.policy.source import Finding, PolicyError

__all__ = ["Finding", "Library", "PolicyError", "UnknownPolicy", "library"]
