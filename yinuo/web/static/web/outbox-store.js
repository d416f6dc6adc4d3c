// What is written and not yet acknowledged, and drafts: sealed on the device (IndexedDB `yinuo_outbox`, clause 2).
// Every record is AES-256-GCM under one key of this device that scripts can use but never read out.
const NAME = "yinuo_outbox";
const IV_BYTES = 12;

let opening = null;
let wiped = false;

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function database() {
  if (wiped) return Promise.reject(new Error("the device was wiped"));
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("device");
      request.result.createObjectStore("queue", { keyPath: "order", autoIncrement: true }).createIndex("client_id", "client_id", { unique: true });
      request.result.createObjectStore("drafts");
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      // Another page that wipes the device must not have to wait for this one.
      request.result.onversionchange = () => request.result.close();
      request.result.onclose = () => (opening = null);
      resolve(request.result);
    };
  }).catch((problem) => {
    opening = null;
    throw problem;
  });
  return opening;
}

async function store(name, mode) {
  return (await database()).transaction(name, mode, { durability: "strict" }).objectStore(name);
}

/** The device's key; two pages that make one at the same time agree on the first. */
async function deviceKey() {
  const known = await done((await store("device", "readonly")).get("key"));
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const device = await store("device", "readwrite");
  const earlier = await done(device.get("key"));
  if (earlier) return earlier;
  await done(device.put(made, "key"));
  return made;
}

// A record is one length, the words as JSON, and the octets of a picture or voice note behind them.
async function seal(where, words, blob) {
  const text = new TextEncoder().encode(JSON.stringify({ ...words, type: blob?.type ?? null }));
  const octets = blob ? new Uint8Array(await blob.arrayBuffer()) : new Uint8Array();
  const plain = new Uint8Array(4 + text.length + octets.length);
  new DataView(plain.buffer).setUint32(0, text.length);
  plain.set(text, 4);
  plain.set(octets, 4 + text.length);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const additionalData = new TextEncoder().encode(where);
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, await deviceKey(), plain) };
}

async function unseal(where, { iv, sealed }) {
  const additionalData = new TextEncoder().encode(where);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, await deviceKey(), sealed);
  const length = new DataView(plain).getUint32(0);
  const { type, ...words } = JSON.parse(new TextDecoder().decode(new Uint8Array(plain, 4, length)));
  return { ...words, blob: type === null ? null : new Blob([plain.slice(4 + length)], { type }) };
}

const place = ({ client_id, consultation, person }) => `queue|${client_id}|${consultation}|${person}`;

/** Add or, with `order`, replace one record: `{client_id, consultation, person, order?}` in the clear, the rest sealed. */
export async function put({ client_id, consultation, person, order, blob, ...words }) {
  const record = { client_id, consultation, person, ...(await seal(place({ client_id, consultation, person }), words, blob)) };
  if (order !== undefined) record.order = order;
  return done((await store("queue", "readwrite")).put(record));
}

/** Every record of `person`, oldest first. One that can't be opened any more is dropped: nobody could ever send it. */
export async function all(person) {
  const records = await done((await store("queue", "readonly")).getAll());
  const opened = records
    .filter((record) => record.person === person)
    .map(async ({ iv, sealed, ...clear }) => ({ ...clear, ...(await unseal(place(clear), { iv, sealed })) }));
  const settled = await Promise.allSettled(opened);
  return settled.filter(({ status }) => status === "fulfilled").map(({ value }) => value);
}

/** True when something of another person lies here. */
export async function foreign(person) {
  const records = await done((await store("queue", "readonly")).getAll());
  const drafts = await done((await store("drafts", "readonly")).getAllKeys());
  return records.some((record) => record.person !== person) || drafts.some((key) => !key.startsWith(`${person}|`));
}

export async function remove(order) {
  await done((await store("queue", "readwrite")).delete(order));
}

export async function keepDraft(person, consultation, text) {
  const key = `${person}|${consultation}`;
  const sealed = text ? await seal(`draft|${key}`, { text }, null) : null;
  const drafts = await store("drafts", "readwrite");
  await done(sealed ? drafts.put(sealed, key) : drafts.delete(key));
}

export async function draft(person, consultation) {
  const key = `${person}|${consultation}`;
  const record = await done((await store("drafts", "readonly")).get(key));
  return record ? (await unseal(`draft|${key}`, record)).text : "";
}

/** Empty it: the key first, without which nothing that may linger on the disk can be read; then the database itself. */
export async function destroy({ forGood = true } = {}) {
  const opened = await database().catch(() => null);
  if (opened) {
    const emptying = opened.transaction(["device", "queue", "drafts"], "readwrite");
    for (const name of ["device", "queue", "drafts"]) emptying.objectStore(name).clear();
    await new Promise((resolve) => (emptying.oncomplete = emptying.onabort = resolve));
    opened.close();
  }
  opening = null;
  wiped = forGood;
  const deleting = indexedDB.deleteDatabase(NAME);
  await new Promise((resolve) => (deleting.onsuccess = deleting.onerror = deleting.onblocked = resolve));
}
