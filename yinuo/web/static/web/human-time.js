// 「3 分钟前」 stays true while the page is open; a tap shows the exact time and hides it again.
import { say } from "./words.js";

const HOUR_MS = 3_600_000;

class HumanTime extends HTMLElement {
  #life;
  #timer = 0;
  #words = "";
  #exact = false;

  connectedCallback() {
    this.#life = new AbortController();
    const time = this.#time;
    if (!time) return;
    this.#words = time.textContent;
    this.addEventListener("click", () => this.#turn(), { signal: this.#life.signal });
    this.#timer = setInterval(() => this.#refresh(), 30_000);
  }

  disconnectedCallback() {
    this.#life.abort();
    clearInterval(this.#timer);
  }

  get #time() {
    return this.querySelector("time");
  }

  #turn() {
    this.#exact = !this.#exact;
    this.#time.textContent = this.#exact ? this.#time.title : this.#words;
  }

  #refresh() {
    const age = Date.now() - new Date(this.#time.dateTime);
    if (age < 0 || age >= HOUR_MS) return;
    const minutes = Math.floor(age / 60_000);
    this.#words = minutes ? say("{minutes} 分钟前", { minutes }) : say("刚刚");
    if (!this.#exact) this.#time.textContent = this.#words;
  }
}

customElements.define("human-time", HumanTime);
