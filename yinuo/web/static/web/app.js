// Loads an element's module when one stands in the page; registers the worker; wipes the device at log-out.
import { person } from "./dom.js";

const ELEMENTS = {
  "chat-thread": () => import("./chat-thread.js"),
  "message-composer": () => import("./message-composer.js"),
  "voice-recorder": () => import("./voice-recorder.js"),
  "photo-capture": () => import("./photo-capture.js"),
  "consent-ask": () => import("./consent-ask.js"),
  "media-attach": () => import("./media-attach.js"),
  "media-attached": () => import("./media-attached.js"),
  "count-down": () => import("./count-down.js"),
  "live-list": () => import("./live-list.js"),
  "media-picture": () => import("./media-picture.js"),
  "voice-note": () => import("./voice-note.js"),
  "device-storage": () => import("./device-storage.js"),
  "device-permission": () => import("./device-permission.js"),
  "push-switch": () => import("./push-switch.js"),
  "push-renew": () => import("./push-renew.js"),
  "policy-editor": () => import("./policy-editor.js"),
  "human-time": () => import("./human-time.js"),
  "share-link": () => import("./share-link.js"),
  "full-screen": () => import("./full-screen.js"),
  "article-editor": () => import("./article-editor.js"),
  "talk-recorder": () => import("./talk-recorder.js"),
  "talk-chapters": () => import("./talk-chapters.js"),
  "form[data-draft], [data-draft-done]": () => import("./form-draft.js"),
};
const waiting = new Set(Object.keys(ELEMENTS));

function load() {
  for (const name of waiting) {
    if (!document.querySelector(name)) continue;
    waiting.delete(name);
    ELEMENTS[name]().catch(() => waiting.add(name));
  }
}

new MutationObserver(load).observe(document.documentElement, { childList: true, subtree: true });
load();

// After a form came back, reading goes on at the first field that needs a look.
document.querySelector('main [aria-invalid="true"]')?.focus();

// A thread is often opened from elsewhere: what was queued goes out from any page of the person it belongs to.
if (person()) import("./outbox.js").then((outbox) => outbox.start()).catch(() => {});

// Nothing is kept on a visitor's device: the worker comes with the log-in.
if (person() && "serviceWorker" in navigator) navigator.serviceWorker.register("/service-worker.js", { scope: "/" }).catch(() => {});

async function wipe() {
  const { wipeDevice } = await import("./wipe.js");
  await wipeDevice();
}

document.addEventListener("yinuo:wipe-device", wipe);
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.matches("form[data-wipe-device]") || form.dataset.wipeDevice === "done") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.dataset.wipeDevice = "done";
    // However slow the device is, logging out is never held up for long.
    const late = new Promise((resolve) => setTimeout(resolve, 2000));
    Promise.race([wipe().catch(() => {}), late]).then(() => form.requestSubmit(event.submitter ?? undefined));
  },
  { capture: true },
);
