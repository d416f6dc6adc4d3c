"""Everybody of the matrix in the database of a running product; run as a module it makes them and prints who they are.

The product's own environment says which database and home these are (``Product.environment``).
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import django
from django.conf import settings
from django.test import Client

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yinuo.runtime.django_settings")
    django.setup()

from tests.journeys.product import ROOT, Product
from tests.matrix.cast import assemble
from tests.matrix.table import Who
from yinuo.consultations.tests import scenes
from yinuo.promise.gate import Actor

STATES = ("waiting", "declined", "ended")
OUTSIDE = "testserver"  # the name under which Django's test client asks


def assembled(product: Product) -> dict[str, dict[str, str]]:
    """``cookies`` by who they are, ``objects`` by the words of the addresses: the cast, made in this product."""
    address = Path(product.home / "run" / "database.url").read_text(encoding="utf-8")
    told = {"DATABASE_URL": address, "YINUO_HOSTS": OUTSIDE, "YINUO_DEMO": "1"}
    told |= {"YINUO_WECHAT_MERCHANT": "1900000001", "YINUO_WECHAT_APP": "wxdemonstration"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.matrix.in_product"],
        cwd=ROOT,
        env={**product.environment, **told, "DJANGO_SETTINGS_MODULE": "yinuo.runtime.django_settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made: dict[str, dict[str, str]] = json.loads(done.stdout)
    return made


def brought(state: str, doctor: Actor, at_doctor: Client, at_patient: Client) -> UUID:
    """A consultation in this state."""
    made = scenes.asked(at_patient, doctor)
    if state == "declined":
        at_doctor.post(f"/doctor/consultations/{made}/decline/", {"reason": "other_field"})
    if state == "ended":
        at_doctor.post(f"/doctor/consultations/{made}/accept/")
        at_doctor.post(f"/doctor/consultations/{made}/close/", {"note": "好转", "revisit": "on"})
    assert scenes.state(made) == state
    return made


def begun(doctor: Actor) -> dict[str, str]:
    """Log-ins of people in the middle of something: a doctor with empty papers, a patient at each step of asking."""
    told, signed, new = (scenes.browser(scenes.person("patient")) for _ in range(3))
    for browser in (told, signed):
        scenes.sign(browser, doctor)
    scenes.agree(told, doctor)
    drafting = scenes.browser(scenes.person("doctor"))
    by_name = {"drafting": drafting, "signing": new, "consenting": signed, "telling": told}
    return {name: str(one.cookies[settings.SESSION_COOKIE_NAME].value) for name, one in by_name.items()}


def main() -> None:
    cast = assemble()
    doctor = Actor(UUID(str(cast.people[Who.DOCTOR_AFTER])), "doctor")
    at_doctor, at_patient = cast.browser(Who.DOCTOR_AFTER), cast.browser(Who.PATIENT)
    objects = dict(cast.objects)
    for state in STATES:
        objects[f"doctor_{state}"] = brought(state, doctor, at_doctor, scenes.browser(scenes.person("patient")))
        other = scenes.qualified_doctor()
        objects[f"patient_{state}"] = brought(state, other, scenes.browser(other), at_patient)
    charging = scenes.qualified_doctor(consult_price="30")
    objects["patient_unpaid"] = scenes.asked(at_patient, charging, price="30")
    told = {
        "cookies": {who.value: cookie for who, cookie in cast.cookies.items()},
        "objects": {name: str(value) for name, value in objects.items()},
        "begun": begun(doctor),
        "name": {"session": settings.SESSION_COOKIE_NAME},
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
