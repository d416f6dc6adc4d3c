// Sends what was written, once and in order, over reloads, breaks and several pages.
import { connection } from "./socket.js";
import { person, tell } from "./dom.js";
import { Refusal, Waits, sendOne } from "./outbox-send.js";
import * as store from "./outbox-store.js";

const LOCK = "yinuo_outbox";
const LOCK_MS = 45_000;
const RETRY_MS = 4_000;

const pages = new BroadcastChannel("yinuo_outbox");
let draining = false;
let again = false;
let started = null;
let holding = null;
let timer = 0;

const told = (record, state, more = {}) => {
  const detail = { client_id: record.client_id, consultation: record.consultation, state, ...more };
  tell(document, "yinuo:outbox", detail);
  pages.postMessage(detail);
};

/** Put a message into the queue. Resolves when it is safe on the device. */
export async function enqueue({ consultation, kind, text = "", blob = null, client_id = crypto.randomUUID(), ...more }) {
  await start();
  const record = { client_id, consultation, person: person(), kind, text, blob, ...more, written: new Date().toISOString() };
  await store.put(record);
  told(record, "queued");
  drain();
  return record;
}

/** What waits or was refused, oldest first; of one consultation or of all. */
export async function waiting(consultation = null) {
  await start();
  const records = await store.all(person());
  return consultation ? records.filter((record) => record.consultation === consultation) : records;
}

export async function retry(client_id) {
  const record = (await waiting()).find((one) => one.client_id === client_id);
  if (!record) return;
  await store.put({ ...record, refusal: undefined });
  told(record, "queued");
  drain();
}

export async function discard(client_id) {
  const record = (await waiting()).find((one) => one.client_id === client_id);
  if (record) await store.remove(record.order);
}

/** Once a page. A page of another person empties what the one before left: a shared device keeps nobody else's words. */
export function start() {
  started ??= (async () => {
    if (await store.foreign(person())) await store.destroy({ forGood: false });
    pages.addEventListener("message", ({ data }) => {
      if (data?.state) tell(document, "yinuo:outbox", data);
    });
    document.addEventListener("yinuo:connection", ({ detail }) => detail.state === "open" && drain());
    drain();
  })();
  return started;
}

async function drain() {
  clearTimeout(timer);
  again = true;
  if (draining) return;
  draining = true;
  try {
    while (again) {
      again = false;
      wanted((await pending()).length > 0);
      if (holding) await locked(sendAll);
    }
    wanted((await pending()).length > 0);
  } catch (problem) {
    if (!(problem instanceof Waits)) console.warn("outbox", problem);
    timer = setTimeout(drain, RETRY_MS);
  } finally {
    draining = false;
  }
}

/** Hold the connection exactly as long as something waits. */
function wanted(yes) {
  if (yes && !holding) {
    holding = new AbortController();
    connection.hold(holding.signal);
  } else if (!yes) {
    holding?.abort();
    holding = null;
  }
}

const pending = async () => (await store.all(person())).filter((record) => !record.refusal);

/** One page sends at a time. One that was frozen with the lock is passed over: a client id makes sending twice harmless. */
async function locked(work) {
  if (!navigator.locks) return work();
  try {
    return await navigator.locks.request(LOCK, { signal: AbortSignal.timeout(LOCK_MS) }, work);
  } catch (problem) {
    if (problem.name !== "TimeoutError") throw problem;
    return navigator.locks.request(LOCK, { steal: true }, work);
  }
}

async function sendAll() {
  for (const record of await pending()) {
    if (connection.state !== "open") throw new Waits();
    told(record, "sending");
    try {
      told(record, "sent", await sendOne(record, () => told(record, "queued")));
    } catch (problem) {
      if (problem instanceof Waits) told(record, "queued");
      if (!(problem instanceof Refusal)) throw problem;
      await store.put({ ...record, refusal: problem.answer });
      told(record, "refused", problem.answer);
    }
  }
}

