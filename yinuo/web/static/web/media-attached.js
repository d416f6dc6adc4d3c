// A file that was attached and can still be taken back: `<media-attached forget="address">` around it.
import { node, request } from "./dom.js";
import { say } from "./words.js";

class MediaAttached extends HTMLElement {
  #life;

  connectedCallback() {
    this.#life = new AbortController();
    const button = node("button", { type: "button", class: "button button-plain" }, say("去掉"));
    button.addEventListener("click", () => this.#forget(button), { signal: this.#life.signal });
    this.#life.signal.addEventListener("abort", () => button.remove());
    if (this.getAttribute("forget")) this.append(button);
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  async #forget(button) {
    button.disabled = true;
    const answer = await request(this.getAttribute("forget"), { method: "POST", signal: this.#life.signal }).catch(() => null);
    if (answer?.ok || answer?.status === 404) return this.remove();
    button.disabled = false;
    const said = await answer?.json().catch(() => null);
    this.append(node("p", { class: "field-error", role: "alert" }, node("span", {}, said?.sentence ?? say("没有发出，请再试一次"))));
  }
}

customElements.define("media-attached", MediaAttached);
