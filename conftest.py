"""One throw-away PostgreSQL and one throw-away home for each run; both are gone afterwards."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="yinuo-test-")).resolve()
for _name in [name for name in os.environ if name.startswith("YINUO_") or name.startswith("DATABASE_")]:
    del os.environ[_name]
os.environ["YINUO_HOME"] = str(HOME)
os.environ["YINUO_STATIC_STORAGE"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
os.environ["DJANGO_SETTINGS_MODULE"] = "yinuo.runtime.django_settings"
(HOME / "keys").mkdir(mode=0o700)
(HOME / "secret_key").write_text("only-for-tests", encoding="ascii")

from yinuo.runtime.postgres import OWNER, THROW_AWAY, Cluster

_CLUSTER = Cluster(HOME / "postgres", extra=THROW_AWAY)


def _leave() -> None:
    _CLUSTER.stop()
    shutil.rmtree(HOME, ignore_errors=True)


atexit.register(_leave)
_CLUSTER.start()
os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"] = _CLUSTER.url(OWNER)
