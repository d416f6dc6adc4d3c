// What this browser keeps of us right now: names only, read live, with a button to clear what can be cleared (clause 2).
import { node } from "./dom.js";
import { say } from "./words.js";

class DeviceStorage extends HTMLElement {
  #life;
  #list = node("ul", { class: "cell-list" });

  connectedCallback() {
    this.#life = new AbortController();
    const clear = node("button", { class: "button", type: "button" }, say("清除这台设备上的这些内容"));
    clear.addEventListener("click", () => this.#clear(clear), { signal: this.#life.signal });
    this.replaceChildren(this.#list, clear);
    this.#show();
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  async #show() {
    const found = await held();
    if (this.#life.signal.aborted) return;
    const rows = found.map(([kind, name]) => node("li", { class: "cell" }, node("span", { class: "cell-title" }, name), node("span", { class: "cell-value" }, say(kind))));
    this.#list.replaceChildren(...(rows.length ? rows : [node("li", { class: "cell" }, node("span", { class: "cell-note" }, say("除 Cookie 外，这台设备上现在什么都没有存")))]));
    this.querySelector("button").disabled = !rows.length;
  }

  async #clear(button) {
    button.disabled = true;
    const { wipeDevice } = await import("./wipe.js");
    await wipeDevice();
    await this.#show();
  }
}

/** Pairs of a kind and a name. Nothing is kept or opened here. */
async function held() {
  const databases = (await window.indexedDB?.databases?.()) ?? [];
  const caches_ = "caches" in window ? await caches.keys() : [];
  const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  // No clause declares these two kinds, so their names should always be absent; looking makes that visible.
  const others = ["local", "session"].flatMap((kind) => Object.keys(window[`${kind}Storage`]).map((name) => [kind === "local" ? "本地存储" : "会话存储", name]));
  return [
    ...databases.map((one) => ["数据库", one.name]),
    ...caches_.map((name) => ["缓存", name]),
    ...workers.map((one) => ["离线程序", new URL(one.active?.scriptURL ?? one.scope).pathname]),
    ...others,
  ];
}

customElements.define("device-storage", DeviceStorage);
