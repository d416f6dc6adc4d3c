// One message as a node: the same markup as `web/message.html`, built from a frame or from a record of the outbox.
import { node } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./words.js";

// Every state has a shape and a word; colour comes last.
const STATES = {
  queued: ["clock-3", "待发送"],
  sending: ["arrow-up", "发送中"],
  sent: ["check", "已发送"],
  delivered: ["check-check", "已送达"],
  read: ["read", "已读"],
  refused: ["circle-alert", "未发出"],
};
const ORDER = Object.keys(STATES);
const PAUSE_MS = 300_000;

const two = (number) => String(number).padStart(2, "0");
export const clock = (when) => `${two(when.getHours())}:${two(when.getMinutes())}`;
const day = (when) => `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`;

/** Show a state on a message of one's own. It only ever moves forward, except that what waits may wait again. */
export function setState(item, state) {
  const before = ORDER.indexOf(item.dataset.state);
  if (before >= ORDER.indexOf("sent") && item.dataset.state !== "refused" && ORDER.indexOf(state) < before) return;
  const mark = item.querySelector(".message-state");
  if (!mark) return;
  item.dataset.state = state;
  const [shape, word] = STATES[state];
  mark.replaceChildren(state === "read" ? node("span", { class: "message-read-mark", "aria-hidden": "true" }) : icon(shape, 14), say(word));
}

/** `message`: number, client_id, mine, kind, text, media, at, closed, state, blob_url, seconds, peaks. */
export function messageNode(message) {
  const item = node("li", {
    class: message.kind === "notice" ? "message message-notice" : "message",
    id: message.number ? `m${message.number}` : null,
    "data-number": message.number,
    "data-client-id": message.client_id,
    "data-kind": message.kind,
    "data-at": message.at,
    "data-mine": Boolean(message.mine && message.kind !== "notice"),
  });
  if (message.kind === "notice") {
    item.append(node("p", { class: "message-text" }, message.text));
    return item;
  }
  const when = new Date(message.at);
  const foot = node("p", { class: "message-foot" }, node("time", { datetime: message.at, title: `${day(when)} ${clock(when)}` }, clock(when)));
  if (message.mine) foot.append(node("span", { class: "message-state" }));
  item.append(
    node("span", { class: "visually-hidden" }, say(message.mine ? "我：" : "对方：")),
    node("div", { class: "message-body" }, body(message)),
    foot,
  );
  if (message.mine) setState(item, message.state ?? "sent");
  return item;
}

function body({ kind, text, media, mine, closed }) {
  if (closed) return node("p", { class: "message-text message-closed" }, closed);
  if (kind === "text") return node("p", { class: "message-text", dir: "auto" }, text);
  if (kind === "voice") return node("voice-note", { src: media?.url, seconds: media?.seconds, peaks: (media?.peaks ?? []).join(" ") });
  return node("media-picture", { src: media?.url, alt: say(mine ? "我发的图片" : "对方发的图片"), width: media?.width, height: media?.height });
}

/** A record that waits in the outbox, as a message; its picture or sound is read from the record itself. */
export function recordNode(record) {
  const media = record.blob ? { url: URL.createObjectURL(record.blob), seconds: record.seconds, peaks: record.peaks, width: record.width, height: record.height } : null;
  const item = messageNode({ ...record, number: null, mine: true, media, at: record.written, state: record.refusal ? "refused" : "queued" });
  if (media) item.dataset.blob = media.url;
  if (record.refusal) refusalUnder(item, record.refusal);
  return item;
}

/** Why it was not sent, with the way to allow it again, beneath the message. */
export function refusalUnder(item, { sentence, clause, allow_url }) {
  item.querySelector(".message-refusal")?.remove();
  const note = node("div", { class: "message-refusal", role: "status" }, node("p", {}, sentence));
  if (clause) note.append(node("p", { class: "muted" }, say("第 {clause} 条", { clause })));
  const choices = node("p", { class: "message-choices" });
  if (allow_url) choices.append(node("a", { href: allow_url }, say("重新允许")));
  for (const [act, word] of [["retry", "重发"], ["discard", "删除"]]) choices.append(node("button", { type: "button", "data-act": act }, say(word)));
  note.append(choices);
  item.append(note);
}

/** The times between messages, as people know them from other chats, and the line above what is new: put anew whenever messages came. */
export function separate(list, firstNew) {
  for (const line of list.querySelectorAll(".message-time, .message-new")) line.remove();
  let before = null;
  for (const item of list.querySelectorAll(".message[data-at]")) {
    const when = new Date(item.dataset.at);
    if (!before || when - before > PAUSE_MS || day(when) !== day(before)) {
      item.before(node("li", { class: "message-time", "aria-hidden": "true" }, node("span", {}, timeWord(when))));
    }
    before = when;
    if (firstNew && Number(item.dataset.number) === firstNew) item.before(node("li", { class: "message-new" }, node("span", {}, say("以下是新消息"))));
  }
}

function timeWord(when) {
  const today = new Date();
  if (day(when) === day(today)) return clock(when);
  today.setDate(today.getDate() - 1);
  if (day(when) === day(today)) return `${say("昨天")} ${clock(when)}`;
  return `${say("{month}月{day}日", { month: when.getMonth() + 1, day: when.getDate() })} ${clock(when)}`;
}
