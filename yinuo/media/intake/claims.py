"""What a file says it is: its content type and the end of its name.

Both come from the sender and are never trusted; a claim that contradicts the content is a reason to refuse.
"""

from collections.abc import Mapping
from pathlib import PurePath

# What browsers send when they know nothing; it claims nothing.
SAYS_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream"})


def contradicts(
    form: str,
    *,
    content_type: str,
    name: str,
    types: Mapping[str, frozenset[str]],
    endings: Mapping[str, frozenset[str]],
) -> bool:
    """Whether the content type or the name says something else than the form that was found in the content."""
    said = content_type.partition(";")[0].strip().lower()
    if said not in SAYS_NOTHING and said not in types[form]:
        return True
    ending = PurePath(name).suffix.lower()
    return ending not in ("", ".") and ending not in endings[form]
