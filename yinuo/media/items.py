"""Which items lie as files: rooms say so, because media knows no rooms."""

from yinuo.promise.bindings import holds

TABLE = "media_mediafile"


def keeps(*items: str) -> None:
    """Bind items of a room to the sealed columns of its files."""
    for item in items:
        holds(item, TABLE, "key")
        holds(item, TABLE, "peaks")
