// The page's one connection to the gateway: an explicit state machine. Connecting and reconnecting are one path.
import { tell } from "./dom.js";

const MOVES = {
  idle: ["connecting"],
  connecting: ["open", "waiting", "closed", "idle"],
  open: ["waiting", "closed", "idle"],
  waiting: ["connecting", "idle", "closed"],
  closed: ["idle"],
};
const FINAL = new Set([4400, 4401, 4409]);
const LONGEST_WAIT = 30_000;
const SILENCE = 25_000;
const PATIENCE = 10_000;
const NOTHING_OLDER = 2_000_000_000;

class Connection {
  state = "idle";
  #socket = null;
  #holders = new Set();
  #threads = new Map();
  #watching = false;
  #attempts = 0;
  #timer = 0;
  #pulse = 0;
  #heard = 0;

  constructor() {
    addEventListener("online", () => this.#again());
    addEventListener("offline", () => this.#drop());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#again());
    addEventListener("pageshow", (event) => event.persisted && this.#again());
  }

  /** Keep the connection open until `signal` is aborted. */
  hold(signal) {
    if (signal.aborted) return;
    this.#holders.add(signal);
    signal.addEventListener("abort", () => this.#letGo(signal), { once: true });
    if (this.state === "idle") this.#connect();
  }

  /** Be told of a consultation; `since()` gives the last number known whenever the connection begins anew. */
  join(consultation, since, signal) {
    this.#threads.set(consultation, since);
    signal?.addEventListener("abort", () => this.#threads.get(consultation) === since && this.#threads.delete(consultation));
    if (this.state === "open") this.#sendJoin(consultation, since);
  }

  /** A thread that is not followed here but is to be written to. */
  ensureJoined(consultation) {
    if (!this.#threads.has(consultation)) this.join(consultation, () => NOTHING_OLDER);
  }

  watchInbox() {
    if (!this.#watching && this.state === "open") this.send({ command: "inbox.watch" });
    this.#watching = true;
  }

  /** True when the frame went to an open socket; that it arrived is known only by an answer. */
  send(frame) {
    if (this.state !== "open") return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #move(state, code = null) {
    if (!MOVES[this.state].includes(state)) throw new Error(`connection: ${this.state} can become ${MOVES[this.state]}, got ${state}`);
    this.state = state;
    tell(document, "yinuo:connection", { state, code });
  }

  #connect() {
    this.#move("connecting");
    const address = new URL("/socket", location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    this.#socket = socket;
    const late = setTimeout(() => socket === this.#socket && this.state === "connecting" && this.#drop(), PATIENCE);
    socket.addEventListener("message", (event) => socket === this.#socket && this.#hear(event.data));
    socket.addEventListener("close", (event) => {
      clearTimeout(late);
      if (socket === this.#socket) this.#lost(event.code);
    });
  }

  #hear(data) {
    this.#heard = Date.now();
    const frame = JSON.parse(data);
    if (frame.event === "welcome") this.#welcomed();
    tell(document, `yinuo:${frame.event}`, frame);
  }

  #welcomed() {
    this.#attempts = 0;
    this.#move("open");
    for (const [consultation, since] of this.#threads) this.#sendJoin(consultation, since);
    if (this.#watching) this.send({ command: "inbox.watch" });
    this.#pulse = setInterval(() => this.#beat(), SILENCE);
  }

  #sendJoin(consultation, since) {
    this.send({ command: "consultations.join", consultation, since: since() });
  }

  /** A network that died without a word is found by its silence. */
  #beat() {
    if (Date.now() - this.#heard > SILENCE + PATIENCE) this.#drop();
    else this.send({ command: "ping" });
  }

  /** Give a socket up without waiting for its closing handshake, which a dead network never answers. */
  #drop() {
    if (!this.#socket) return;
    this.#socket.close();
    this.#lost(1006);
  }

  #lost(code) {
    clearInterval(this.#pulse);
    this.#socket = null;
    if (FINAL.has(code)) return this.#move("closed", code);
    this.#move("waiting", code);
    const longest = Math.min(LONGEST_WAIT, 500 * 2 ** this.#attempts++);
    this.#timer = setTimeout(() => this.#again(), longest * (0.5 + Math.random() / 2));
  }

  #again() {
    if (this.state !== "waiting" || !this.#holders.size) return;
    clearTimeout(this.#timer);
    this.#connect();
  }

  #letGo(signal) {
    this.#holders.delete(signal);
    if (this.#holders.size || this.state === "idle") return;
    clearTimeout(this.#timer);
    clearInterval(this.#pulse);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(1000);
    this.#move("idle");
  }
}

export const connection = new Connection();
