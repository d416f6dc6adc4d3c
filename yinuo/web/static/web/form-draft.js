// Keeps what is typed into a `<form data-draft="name">`, sealed on the device, until a page with `data-draft-done="name"`
// says that it has arrived. A reload, a lost network or an expired session in between costs nothing.
import { person } from "./dom.js";
import { draft, keepDraft } from "./outbox-store.js";

const DRAFT_MS = 250;
const timers = new WeakMap();
const key = (name) => `form:${name}`;

/** Words and choices; never files, never what agrees to something. */
function fields(form) {
  return [...form.elements].filter((field) => field.name && field.matches("textarea, select, input:not([type=file], [type=hidden], [type=checkbox], [type=password], [type=submit])"));
}

function read(form) {
  const words = {};
  for (const field of fields(form)) {
    if (field.type === "radio" ? field.checked : field.value) words[field.name] = field.value;
  }
  return Object.keys(words).length ? JSON.stringify(words) : "";
}

/** Only what is still empty: an answer of the server is newer than the draft. */
function write(form, words) {
  const before = new Set(fields(form).filter((field) => field.type === "radio" && field.checked).map((field) => field.name));
  for (const field of fields(form)) {
    const kept = words[field.name];
    if (typeof kept !== "string") continue;
    if (field.type === "radio") field.checked ||= !before.has(field.name) && field.value === kept;
    else field.value ||= kept;
  }
}

function keep(form) {
  clearTimeout(timers.get(form));
  if (person()) keepDraft(person(), key(form.dataset.draft), read(form)).catch(() => {});
}

async function restore(form) {
  const kept = await draft(person(), key(form.dataset.draft)).catch(() => "");
  if (kept) write(form, JSON.parse(kept));
}

const drafting = (event) => event.target.closest?.("form[data-draft]");

document.addEventListener("input", (event) => {
  const form = drafting(event);
  if (!form) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => keep(form), DRAFT_MS));
});
document.addEventListener("submit", (event) => drafting(event) && keep(event.target));
document.addEventListener("visibilitychange", () => document.querySelectorAll("form[data-draft]").forEach(keep));

if (person()) {
  document.querySelectorAll("form[data-draft]").forEach(restore);
  document.querySelectorAll("[data-draft-done]").forEach((arrived) => keepDraft(person(), key(arrived.dataset.draftDone), "").catch(() => {}));
}
