"""Static files under hashed names, modules that import each other included, so that they can be cached for ever."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class Hashed(ManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
