// Where this device is reached: by our app's own channel, by the browser's push service, or (demonstration) the stand-in.
import { request } from "./dom.js";
import { say } from "./words.js";

const DEVICE = "/me/settings/notices/device/";
const agent = navigator.userAgent;
const browserService = () =>
  /firefox/i.test(agent) ? "push_mozilla" : /safari/i.test(agent) && !/chrome|chromium|android/i.test(agent) ? "push_apple" : "push_google";

/** What an app that shows these pages may offer: `yinuoApp.pushToken()` answers `{service, token}`. */
const app = () => globalThis.yinuoApp?.pushToken;

/** How this device could be reached: `{service, get}`, or null where it can't. */
export function way({ standIn, key }) {
  if (app()) return { service: "push_huawei", get: () => app()() };
  if (standIn) return { service: "push_mozilla", get: () => fromStandIn(standIn) };
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return null;
  return { service: browserService(), get: () => fromBrowser(key) };
}

/** Hand it to the house; answers "" or a sentence that says why not. */
export async function keep(subscription) {
  const answer = await request(DEVICE, { method: "POST", body: JSON.stringify(subscription) }).catch(() => null);
  if (answer?.ok) return "";
  await subscription.unsubscribe?.();
  return (await answer?.json().catch(() => null))?.sentence ?? say("没有保存成功，推送没有开启。请检查网络后再试");
}

export async function fromBrowser(key) {
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  if (before && written(new Uint8Array(before.options.applicationServerKey ?? [])) === key) return before;
  await before?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

async function fromStandIn(place) {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const auth = crypto.getRandomValues(new Uint8Array(16));
  const { endpoint } = await (await fetch(`${place}/subscribe`, { method: "POST" })).json();
  return { endpoint, keys: { p256dh: written(point), auth: written(auth) } };
}

const written = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
