"""`python -m benchmarks.channel [--write FILE]`: the public page of an article, for a crowd and on a slow phone."""

import argparse
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

import httpx

from benchmarks.channel.load import Run, read
from benchmarks.channel.painting import Painted, paint
from benchmarks.neighbours import Neighbours
from tests.journeys.product import Product

READERS = 24
SECONDS = 8.0
AIM = 500
TEXT = """# Figures: a public article

Written by `python -m benchmarks.channel --write docs/reference/figures-channel.md` on {day}, Python {python}; the whole
product (Caddy, two processes of pages, PostgreSQL with fsync on) and {readers} readers in a closed loop share two
cores. Each request asks the database whether the page may still be given out, and counts one read; nothing is cached
in front. These readers ask for the page uncompressed; the phone below does not. {others}

| asked for | requests a second | median ms | p95 ms |
|---|---|---|---|
{rows}

{aim}

On a throttled phone (360 x 640, 1.6 Mbit/s, 150 ms, a processor four times slower; median of 5, nothing held):

- First paint {first:.0f} ms, largest paint {largest:.0f} ms.
- {page:.1f} KiB over the wire for text and look (one page, one sheet, one icon, no script); {pictures:.0f} KiB of
  pictures, which come when they are scrolled to.
"""


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--write", default="")
    asked = options.parse_args()
    product = Product()
    try:
        product.start()
        path = article(product)
        read(product.port, path, readers=READERS, seconds=2.0)
        with Neighbours() as others:
            fresh = read(product.port, path, readers=READERS, seconds=SECONDS)
            etag = httpx.get(f"{product.address}{path}").headers["ETag"]
            again = read(product.port, path, readers=READERS, seconds=SECONDS, etag=etag)
        painted = paint(f"{product.address}{path}")
    finally:
        product.leave()
    text = report(fresh, again, painted, others)
    print(text)
    if asked.write:
        Path(asked.write).write_text(text, encoding="utf-8")
    return 0


def article(product: Product) -> str:
    """The path of the demonstration's article that has a picture."""
    found = re.findall(r"<loc>[^<]*?(/articles/[0-9a-f-]+/)</loc>", httpx.get(f"{product.address}/sitemap.xml").text)
    paths: list[str] = found
    return next(path for path in paths if "<img" in httpx.get(f"{product.address}{path}").text)


def report(fresh: Run, again: Run, painted: Painted, others: Neighbours) -> str:
    page = sum(size for path, size in painted.weights.items() if "/picture/" not in path)
    pictures = sum(size for path, size in painted.weights.items() if "/picture/" in path)
    rows = "\n".join(
        f"| {name} | {run.rate:,.0f} | {1000 * run.wait(0.5):.1f} | {1000 * run.wait(0.95):.1f} |"
        for name, run in (("the page", fresh), ("the page, held already (304)", again))
    )
    return TEXT.format(
        day=f"{datetime.now(UTC):%Y-%m-%d}",
        python=platform.python_version(),
        readers=READERS,
        rows=rows,
        others=others.sentence,
        aim=f"The aim is {AIM} requests a second: {'reached' if fresh.rate >= AIM else 'not reached'}.",
        first=painted.first,
        largest=painted.largest,
        page=page / 1024,
        pictures=pictures / 1024,
    )


if __name__ == "__main__":
    raise SystemExit(main())
