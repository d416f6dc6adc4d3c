// One record on its way: its media by HTTP first, then its frame, then the gateway's answer.
import { connection } from "./socket.js";
import { csrf, loggedOut, newToken, request, tell } from "./dom.js";
import { put, remove } from "./outbox-store.js";
import { say } from "./words.js";

const ANSWER_MS = 30_000;
const SLOW_MS = 3_000;
const FRAME_BYTES = 16 * 1024;
const LATER = new Set(["too_fast", "busy"]);

/** Not now: the network, the log-in or the gateway makes it wait. */
export class Waits extends Error {}

/** Never in this form: `answer` says why, `{sentence, clause?, allow_url?}`. */
export class Refusal extends Error {
  constructor(answer) {
    super(answer.sentence);
    this.answer = answer;
  }
}

/**
 * Send one record and take it out of the queue when it is acknowledged. Raises {@link Waits} or {@link Refusal}.
 * `slow` is called when the other end lets it wait: the network is there, and whoever keeps messages is not.
 */
export async function sendOne(record, slow) {
  if (record.blob && !record.media) {
    record.media = await upload(record);
    await put(record);
  }
  const frame = { command: "consultations.send", consultation: record.consultation, client_id: record.client_id, kind: record.kind };
  if (record.media) frame.media = record.media;
  else frame.text = record.text;
  if (new TextEncoder().encode(JSON.stringify(frame)).length > FRAME_BYTES) throw new Refusal({ sentence: say("这条消息太长，没有发送。请分成几条再发") });
  connection.ensureJoined(record.consultation);
  const answer = await answered(record, frame, slow);
  await remove(record.order);
  return { number: answer.number, at: answer.at };
}

function answered(record, frame, slow) {
  const { promise, resolve, reject } = withResolvers();
  const listening = new AbortController();
  const on = (name, act) => document.addEventListener(name, ({ detail }) => act(detail), { signal: listening.signal });
  on("yinuo:acknowledged", (answer) => answer.client_id === record.client_id && resolve(answer));
  on("yinuo:refused", (answer) => {
    if (answer.client_id !== record.client_id) return;
    const { sentence, clause, allow_url, code } = answer;
    reject(LATER.has(code) ? new Waits() : new Refusal({ sentence, clause, allow_url }));
  });
  on("yinuo:connection", ({ state }) => state !== "open" && reject(new Waits()));
  const late = setTimeout(() => reject(new Waits()), ANSWER_MS);
  const waits = setTimeout(slow, SLOW_MS);
  if (!connection.send(frame)) reject(new Waits());
  return promise.finally(() => (listening.abort(), clearTimeout(late), clearTimeout(waits)));
}

function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}

async function upload(record) {
  const body = new FormData();
  body.append("client_id", record.client_id);
  body.append("kind", record.kind);
  body.append("csrfmiddlewaretoken", csrf());
  body.append("file", record.blob, `${record.kind}.${record.blob.type.split("/")[1]?.split(";")[0] ?? "bin"}`);
  const answer = await request(`/consultations/${record.consultation}/media/`, { method: "POST", body }).catch(() => null);
  if (!answer || answer.status >= 500 || answer.status === 429) throw new Waits();
  if (loggedOut(answer)) {
    tell(document, "yinuo:logged-out", {});
    throw new Waits();
  }
  const said = await answer.json().catch(() => ({}));
  if (answer.ok && said.media) return said.media;
  // A page that was open over a new log-in has an old token; with the new one it is no refusal.
  if (answer.status === 403 && !said.sentence && (await newToken())) throw new Waits();
  throw new Refusal({ sentence: said.sentence ?? say("没有发出，请再试一次"), clause: said.clause, allow_url: said.allow_url });
}
