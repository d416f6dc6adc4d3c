"""What the fictional people hold up to the camera and say: drawn and computed here, nothing from outside."""

import io
import math
import random
import wave
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

RATE = 48_000
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"


def skin(seed: int = 3) -> Image.Image:
    """A patch of skin with a rash, as a phone would take it."""
    chance = random.Random(seed)  # noqa: S311 - the same picture each time
    picture = Image.new("RGB", (960, 720), (226, 184, 158))
    shade = Image.linear_gradient("L").rotate(64).crop((64, 64, 192, 192)).resize(picture.size)
    picture = Image.composite(picture, Image.new("RGB", picture.size, (190, 142, 116)), shade)
    spots = Image.new("L", picture.size, 0)
    pen = ImageDraw.Draw(spots)
    for _ in range(120):
        x, y = chance.gauss(500, 130), chance.gauss(350, 95)
        size = chance.uniform(8, 34)
        pen.ellipse((x - size, y - size * 0.8, x + size, y + size * 0.8), fill=chance.randint(70, 190))
    spots = spots.filter(ImageFilter.GaussianBlur(9))
    picture.paste((186, 74, 66), mask=spots)
    grain = Image.effect_noise(picture.size, 22).convert("RGB")
    return Image.blend(picture, grain, 0.06).filter(ImageFilter.GaussianBlur(0.8))


def record(path: Path) -> Path:
    """A page of an earlier record: what a patient has to show when asking."""
    page = Image.new("RGB", (900, 1200), (247, 246, 241))
    pen = ImageDraw.Draw(page)
    large, small = ImageFont.truetype(FONT, 44), ImageFont.truetype(FONT, 30)
    pen.text((450, 90), "门 诊 病 历", font=large, fill=(40, 50, 55), anchor="mm")
    pen.line((70, 140, 830, 140), fill=(120, 130, 135), width=3)
    lines: tuple[str, ...] = (
        "科别：皮肤科",
        "主诉：双手背反复红斑、瘙痒半年",
        "检查：双手背散在红斑、丘疹，边界不清",
        "诊断：慢性湿疹",
    )
    lines += ("处理：糠酸莫米松乳膏外用，保湿，两周后复诊",)
    for row, line in enumerate(lines):
        pen.text((80, 190 + row * 90), line, font=small, fill=(60, 70, 75))
    pen.ellipse((600, 820, 800, 1020), outline=(176, 70, 64), width=6)
    pen.text((700, 920), "示例", font=large, fill=(176, 70, 64), anchor="mm")
    page.save(path, "JPEG", quality=85)
    return path


def camera(path: Path) -> Path:
    """What the pretended camera sees: one still, as Motion JPEG."""
    still = io.BytesIO()
    skin().resize((640, 480)).save(still, "JPEG", quality=90)
    path.write_bytes(still.getvalue() * 2)
    return path


def voice(path: Path, seconds: int = 12) -> Path:
    """What the pretended microphone hears: words and pauses, without a word in it."""
    chance = random.Random(7)  # noqa: S311 - the same sound each time
    loudness = [chance.choice((0.0, 0.25, 0.5, 0.8, 0.95, 0.6)) for _ in range(seconds * 6)]
    frames = bytearray()
    for n in range(seconds * RATE):
        at = n / RATE * 6
        here, after = loudness[int(at)], loudness[(int(at) + 1) % len(loudness)]
        level = here + (after - here) * (at - int(at))
        frames += int(level * 22_000 * math.sin(2 * math.pi * 190 * n / RATE)).to_bytes(2, "little", signed=True)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(bytes(frames))
    return path
