"""The pages' entry for a WSGI server."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yinuo.runtime.django_settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from yinuo.promise.outbound import hold

hold()
