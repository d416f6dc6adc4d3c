// The thread of one consultation. What the server rendered stays; what follows is added with the same markup.
import { node } from "./dom.js";
import { messageNode, recordNode, refusalUnder, separate, setState } from "./message-node.js";
import * as outbox from "./outbox.js";
import { connection } from "./socket.js";
import { Reading, fromLine, isAtEnd, toEnd } from "./thread-reading.js";

class ChatThread extends HTMLElement {
  #life;
  #list;
  #reading;
  #last = 0;
  #newFrom = null;
  #upto = { delivered: 0, read: 0 };

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.#list = this.querySelector(".thread") ?? this.appendChild(node("ol", { class: "thread" }));
    this.setAttribute("role", "log");
    this.setAttribute("aria-live", "polite");
    this.#last = Math.max(Number(this.getAttribute("since")), ...this.#items().map((item) => Number(item.dataset.number)));
    this.#reading = new Reading(this.#consultation, Number(this.getAttribute("read") ?? this.#last), signal);
    this.#begin();
    const on = (name, act) =>
      document.addEventListener(`yinuo:${name}`, ({ detail }) => detail.consultation === this.#consultation && act(detail), { signal });
    on("joined", () => (this.#reading.tellReceived(this.#last), this.#reading.tellRead()));
    on("message", (message) => this.#add(message));
    on("receipt", (upto) => this.#receipt(upto));
    on("outbox", (news) => this.#news(news));
    this.addEventListener("click", (event) => this.#act(event), { signal });
    connection.join(this.#consultation, () => this.#last, signal);
    connection.hold(signal);
    this.#restore();
  }

  disconnectedCallback() {
    this.#life.abort();
    for (const item of this.querySelectorAll("[data-blob]")) URL.revokeObjectURL(item.dataset.blob);
  }

  get #consultation() {
    return this.getAttribute("consultation");
  }

  #items = () => [...this.#list.querySelectorAll(".message[data-number]")];
  #of = (client_id) => (client_id ? this.#list.querySelector(`[data-client-id="${CSS.escape(client_id)}"]`) : null);
  #separate = () => separate(this.#list, this.#newFrom);

  #begin() {
    const read = Number(this.getAttribute("read") ?? this.#last);
    for (const item of this.#items()) {
      if ("mine" in item.dataset) setState(item, item.dataset.state ?? "sent");
      else if (Number(item.dataset.number) > read) {
        this.#newFrom ??= Number(item.dataset.number);
        this.#reading.watch(item);
      }
    }
    this.#receipt({ delivered: Number(this.getAttribute("upto-delivered")), read: Number(this.getAttribute("upto-read")) });
    this.#separate();
    const line = this.#list.querySelector(".message-new");
    requestAnimationFrame(() => (line ? fromLine(line) : toEnd()));
  }

  async #restore() {
    for (const record of await outbox.waiting(this.#consultation).catch(() => [])) this.#queue(record);
  }

  #queue(record) {
    if (!this.isConnected || this.#of(record.client_id)) return;
    this.#newFrom = null;
    this.#list.append(recordNode(record));
    this.#separate();
    toEnd();
  }

  #add(message) {
    const local = this.#of(message.client_id);
    this.#last = Math.max(this.#last, message.number);
    if (this.#list.querySelector(`#m${message.number}`) && !local?.dataset.blob) return;
    const following = isAtEnd();
    const item = messageNode(message);
    this.#replace(local, item);
    const before = this.#items().findLast((other) => Number(other.dataset.number) < message.number);
    if (before) before.after(item);
    else this.#list.prepend(item);
    if (!message.mine) this.#arrived(item, message.number, following);
    this.#receipt(this.#upto);
    this.#separate();
    if (following) toEnd();
  }

  #replace(local, item) {
    if (!local) return;
    if (local.dataset.state !== "refused") setState(item, local.dataset.state);
    if (local.dataset.blob) URL.revokeObjectURL(local.dataset.blob);
    local.remove();
  }

  #arrived(item, number, following) {
    if (!following || document.visibilityState !== "visible") this.#newFrom ??= number;
    this.#reading.watch(item);
    this.#reading.tellReceived(number);
  }

  async #news({ client_id, state, number, ...refusal }) {
    const item = this.#of(client_id);
    if (!item) {
      const record = (await outbox.waiting(this.#consultation)).find((one) => one.client_id === client_id);
      if (record) this.#queue(record);
      return;
    }
    setState(item, state);
    if (state === "refused") refusalUnder(item, refusal);
    if (state !== "sent" || item.dataset.number) return;
    Object.assign(item, { id: `m${number}` }).dataset.number = number;
    if (number === this.#last + 1) this.#last = number;
    for (const waiting of this.#list.querySelectorAll(".message:not([data-number])")) this.#list.append(waiting);
    this.#receipt(this.#upto);
    this.#separate();
  }

  #receipt({ delivered, read }) {
    this.#upto = { delivered: Math.max(this.#upto.delivered, delivered, read), read: Math.max(this.#upto.read, read) };
    for (const item of this.#items()) {
      const number = Number(item.dataset.number);
      if ("mine" in item.dataset && number <= this.#upto.delivered) setState(item, number <= this.#upto.read ? "read" : "delivered");
    }
  }

  async #act({ target }) {
    const act = target.closest("[data-act]")?.dataset.act;
    const item = target.closest(".message");
    if (!act || !item) return;
    item.querySelector(".message-refusal")?.remove();
    await outbox[act](item.dataset.clientId);
    if (act === "discard") (item.remove(), this.#separate());
  }
}

customElements.define("chat-thread", ChatThread);
