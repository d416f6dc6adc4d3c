"""The static files that the service worker may keep (storage ``yinuo_shell``): the same for everybody."""

from yinuo.promise.bindings import client_storage, measure_by

SHELL = (
    "web/tokens.css",
    "web/base.css",
    "web/components.css",
    "web/forms.css",
    "web/chat.css",
    "web/app.js",
    "web/words.js",
    "web/icons.js",
    "web/icons/mark.svg",
)

client_storage("cache", "yinuo_shell", "web")
client_storage("service_worker", "/service-worker.js", "web")
client_storage("indexeddb", "yinuo_outbox", "web")
measure_by("storage.sealed_on_device", "web/static/web/outbox-store.js")
