"""The card as a picture for the phone: portrait, name, title, hospital, code."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageOps

from yinuo.namecards.code import QUIET, code_of
from yinuo.namecards.content import Content
from yinuo.namecards.letters import fitting, letters

WIDTH = 1080
MARGIN = 90
PHOTO = 220
CODE = 620
GROUND, PAPER, INK, QUIETER, ACCENT = "#dff0ed", "#ffffff", "#171c1b", "#545e5b", "#0a655d"


def picture(content: Content) -> bytes:
    """A PNG of 1080 by some 1,500 points: sharp on every phone, small enough for a chat."""
    pen = ImageDraw.Draw(Image.new("RGB", (1, 1)))
    name, names = fitting(pen, content.name, weight="bold", sizes=(84, 68, 54), width=WIDTH - 4 * MARGIN // 2)
    line, lines = fitting(pen, content.hospital, weight="regular", sizes=(46, 40), width=WIDTH - 2 * MARGIN - 60)
    steps = [*((text, name, INK) for text in names)]
    if content.title:
        steps.append((content.title, letters("regular", 44), ACCENT))
    steps += [(text, line, QUIETER) for text in lines if text]
    top = 90 + PHOTO // 2
    height = top + PHOTO // 2 + 40 + sum(int(font.size * 1.45) for _, font, _ in steps) + CODE + 220
    card = Image.new("RGB", (WIDTH, height), GROUND)
    pen = ImageDraw.Draw(card)
    pen.rounded_rectangle((45, top, WIDTH - 45, height - 45), 40, fill=PAPER)
    _portrait(card, content, (WIDTH - PHOTO) // 2, top - PHOTO // 2)
    below = top + PHOTO // 2 + 30
    for text, font, ink in steps:
        pen.text((WIDTH // 2, below), text, font=font, fill=ink, anchor="ma")
        below += int(font.size * 1.45)
    code = _code(content.address)
    card.paste(code, ((WIDTH - code.width) // 2, below + 10))
    below += 10 + code.height
    pen.text((WIDTH // 2, below), content.invitation, font=letters("regular", 40), fill=INK, anchor="ma")
    house, houses = fitting(pen, content.house, weight="regular", sizes=(32, 26), width=WIDTH - 2 * MARGIN)
    for number, text in enumerate(houses):
        pen.text((WIDTH // 2, below + 66 + number * 38), text, font=house, fill=QUIETER, anchor="ma")
    made = BytesIO()
    card.save(made, "PNG", optimize=True)
    return made.getvalue()


def _code(address: str) -> Image.Image:
    """Whole points for every module, so that no edge is blurred."""
    matrix = code_of(address).matrix
    point = CODE // (len(matrix) + 2 * QUIET)
    side = point * (len(matrix) + 2 * QUIET)
    drawing = Image.new("RGB", (side, side), "#ffffff")
    pen = ImageDraw.Draw(drawing)
    for row, modules in enumerate(matrix, QUIET):
        for column, dark in enumerate(modules, QUIET):
            if dark:
                left, above = column * point, row * point
                pen.rectangle((left, above, left + point - 1, above + point - 1), fill="#000000")
    return drawing


def _portrait(card: Image.Image, content: Content, left: int, top: int) -> None:
    """The doctor's photo in a ring, or the first letter of the name."""
    round_ = Image.new("L", (PHOTO * 3, PHOTO * 3), 0)
    ImageDraw.Draw(round_).ellipse((0, 0, PHOTO * 3 - 1, PHOTO * 3 - 1), fill=255)
    mask = round_.resize((PHOTO, PHOTO), Image.Resampling.LANCZOS)
    ring = mask.resize((PHOTO + 16, PHOTO + 16), Image.Resampling.LANCZOS)
    card.paste(Image.new("RGB", ring.size, PAPER), (left - 8, top - 8), ring)
    if content.photo is not None:
        with Image.open(BytesIO(content.photo)) as given:
            face = ImageOps.fit(given.convert("RGB"), (PHOTO, PHOTO), Image.Resampling.LANCZOS, centering=(0.5, 0.3))
    else:
        face = Image.new("RGB", (PHOTO, PHOTO), ACCENT)
        pen = ImageDraw.Draw(face)
        pen.text((PHOTO // 2, PHOTO // 2), content.name[:1], font=letters("bold", 110), fill=PAPER, anchor="mm")
    card.paste(face, (left, top), mask)
