"""Make the documentation's pictures again: start the product with its fictional people, walk through it, take them."""

import sys
import tempfile
from pathlib import Path

from tests.chromium import chromium
from tests.journeys.product import Product
from tests.pictures import walk
from tests.pictures.album import FOLDER
from tests.pictures.drawn import camera, voice


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="yinuo-pictures-") as name:
        folder = Path(name)
        devices = (
            f"--use-file-for-fake-video-capture={camera(folder / 'camera.mjpeg')}",
            f"--use-file-for-fake-audio-capture={voice(folder / 'voice.wav')}",
        )
        product = Product()
        try:
            product.start()
            with chromium(*devices) as browser:
                walk.policy(browser, product)
                walk.desk(browser, product)
                walk.consultation(browser, product, folder)
                product.stop()
                product.start("--policy", "doctor=3.10.8")
                walk.red_pen(browser, product)
        finally:
            product.leave()
    walk.overview()
    for picture in sorted(FOLDER.glob("*.png")):
        sys.stdout.write(f"{picture.stat().st_size:>8}  {picture.relative_to(FOLDER.parents[1])}\n")


if __name__ == "__main__":
    main()
