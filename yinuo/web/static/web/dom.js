// Building nodes from data: text is only ever text.

/** `node("p", { class: "muted", hidden: true }, "text", child)`; false and null attributes are left out. */
export function node(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Tell something to whoever listens at `target`. */
export function tell(target, name, detail) {
  return target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
}

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

export const person = () => meta("yinuo-person");
export const csrf = () => meta("yinuo-csrf");

/** Look the token up again in a fresh copy of this page; false when there is no other one. */
export async function newToken() {
  const page = await fetch(location.href, { credentials: "same-origin", cache: "no-store" }).then((answer) => answer.text(), () => "");
  const fresh = new DOMParser().parseFromString(page, "text/html").querySelector('meta[name="yinuo-csrf"]')?.content;
  if (!fresh || fresh === csrf()) return false;
  document.querySelector('meta[name="yinuo-csrf"]').content = fresh;
  return true;
}

/** Fetch an answer that is meant for a script; never follows a redirect to the log-in page. */
export function request(url, { method = "GET", body, signal, fragment = false, keepalive = false } = {}) {
  const headers = fragment ? { Accept: "text/html", "HX-Request": "true" } : { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = csrf();
  return fetch(url, { method, body, signal, headers, keepalive, credentials: "same-origin", redirect: "manual", cache: "no-store" });
}

/** True when the answer says that nobody is logged in any more. */
export const loggedOut = (answer) => answer.type === "opaqueredirect" || answer.status === 401;

/** A dialog that is gone from the page when it closes. Esc and a tap beside it close it, as `dismissed`. */
export function dialog(kind, label, ...children) {
  const box = node("dialog", { class: kind, "aria-label": label }, ...children);
  box.addEventListener("click", (event) => event.target === box && box.close("dismissed"));
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  return box;
}
