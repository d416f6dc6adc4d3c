// Keeps the static shell and one page for times without a network. Pages, media and whatever is anybody's never pass
// through a cache here: only addresses of the list below are ever stored.
const KEPT = {{ kept|safe }};
const SHELL = "yinuo_shell";
const STAMP = "{{ stamp }}";
const SENTENCES = {{ sentences|safe }};
const DEVICE = "/me/settings/notices/device/";

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

// A push names a kind and a language; what is shown stands here, so that nothing else can be. Each wakes one notice of
// its kind, in place of an earlier one.
async function shown(event) {
  let said = {};
  try {
    said = event.data?.json() ?? {};
  } catch {}
  const words = SENTENCES[said.language] ?? SENTENCES["zh-hans"];
  const kind = Object.hasOwn(words, said.kind ?? "") ? (said.kind ?? "") : "";
  await self.registration.showNotification(words[kind], {
    tag: kind || "notice",
    renotify: true,
    icon: "{{ icon }}",
    badge: "{{ icon }}",
    lang: said.language === "en" ? "en" : "zh-CN",
    data: { url: kind ? `/me/notices/open/${kind}/` : "/me/" },
  });
}

async function opened(url) {
  for (const page of await self.clients.matchAll({ type: "window" })) {
    await page.focus().catch(() => {}); // a browser may keep its windows where they are
    return page.navigate(url);
  }
  return self.clients.openWindow(url);
}

// The browser replaced the endpoint: tell it, as long as this log-in and the consent stand.
async function changed() {
  const answer = await fetch(DEVICE, { headers: { Accept: "application/json" }, redirect: "manual" });
  if (!answer.ok) return;
  const { key, csrf } = await answer.json();
  const made = await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf };
  const kept = await fetch(DEVICE, { method: "POST", headers, body: JSON.stringify(made), redirect: "manual" });
  if (!kept.ok) await made.unsubscribe();
}

self.addEventListener("push", (event) => event.waitUntil(shown(event)));
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(changed()));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(opened(event.notification.data.url));
});
