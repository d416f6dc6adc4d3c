// Keeps the static shell and one page for times without a network. Pages, media and whatever is anybody's never pass
// through a cache here: only addresses of the list below are ever stored.
const KEPT = {{ kept|safe }};
const SHELL = "yinuo_shell";
const STAMP = "{{ stamp }}";

async function keep() {
  const cache = await caches.open(SHELL);
  await cache.addAll([...KEPT.files, KEPT.offline].map((path) => new Request(path, { cache: "reload", credentials: "omit" })));
}

async function drop() {
  const cache = await caches.open(SHELL);
  const wanted = new Set([...KEPT.files, KEPT.offline].map((path) => new URL(path, self.location).href));
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(drop().then(() => self.clients.claim())));

async function page(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(KEPT.offline, { cacheName: SHELL })) ?? Response.error();
  }
}

async function shell(request) {
  return (await caches.match(request, { cacheName: SHELL })) ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (KEPT.files.includes(address.pathname)) event.respondWith(shell(request));
});
self.addEventListener("message", (event) => {
  if (event.data === "stamp") event.source?.postMessage(STAMP);
});
