// A part of the page that is fetched again when the gateway says that it changed, or every so many seconds. It needs no push permission.
import { loggedOut, node, request, tell } from "./dom.js";
import { connection } from "./socket.js";
import { say } from "./words.js";

const AT_MOST_EVERY = 800;

class LiveList extends HTMLElement {
  #life;
  #timer = 0;
  #last = 0;

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#soon(), { signal });
    addEventListener("pageshow", (shown) => shown.persisted && this.#soon(), { signal });
    if (this.hasAttribute("every")) return this.#poll(Number(this.getAttribute("every")), signal);
    const event = this.getAttribute("event") ?? "inbox";
    const consultation = this.getAttribute("consultation");
    const mine = ({ detail }) => (!consultation || detail.consultation === consultation) && this.#soon();
    document.addEventListener(`yinuo:${event}`, mine, { signal });
    // What happened between the drawing of the page and the greeting of the gateway was told to nobody.
    document.addEventListener("yinuo:welcome", () => this.#soon(), { signal });
    if (event === "inbox") connection.watchInbox();
    connection.hold(signal);
  }

  disconnectedCallback() {
    this.#life.abort();
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  // For a desk that the gateway tells nothing.
  #poll(seconds, signal) {
    const beat = setInterval(() => document.visibilityState === "visible" && this.#soon(), seconds * 1000);
    signal.addEventListener("abort", () => clearInterval(beat));
  }

  #soon() {
    if (this.#timer) return;
    const wait = Math.max(0, this.#last + AT_MOST_EVERY - Date.now());
    this.#timer = setTimeout(() => this.#fetch(), wait);
  }

  async #fetch() {
    this.#last = Date.now();
    this.#timer = 0;
    this.setAttribute("aria-busy", "true");
    const answer = await request(this.getAttribute("src"), { signal: this.#life.signal, fragment: true }).catch(() => null);
    this.removeAttribute("aria-busy");
    if (!this.isConnected) return;
    if (answer && loggedOut(answer)) return tell(document, "yinuo:logged-out", {});
    if (!answer?.ok) return this.#failed();
    this.#show(await answer.text());
  }

  #show(text) {
    const fresh = new DOMParser().parseFromString(text, "text/html").body;
    const focused = this.contains(document.activeElement) ? document.activeElement.id || document.activeElement.getAttribute("href") : null;
    this.replaceChildren(...document.importNode(fresh, true).childNodes);
    if (focused) this.querySelector(`#${CSS.escape(focused)}, [href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    tell(this, "live-list-changed", {});
  }

  #failed() {
    if (this.querySelector(":scope > .banner")) return;
    const again = node("button", { type: "button", class: "button" }, say("再试一次"));
    again.addEventListener("click", () => this.#soon(), { signal: this.#life.signal });
    this.prepend(node("div", { class: "banner banner-warn", role: "status" }, node("p", {}, say("列表没有更新，请检查网络")), again));
  }
}

customElements.define("live-list", LiveList);
