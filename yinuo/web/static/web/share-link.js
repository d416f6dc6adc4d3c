// Hands an address to the device's own share sheet, or copies it: `<share-link url name>` around a button and a status.
import { say } from "./words.js";

class ShareLink extends HTMLElement {
  #life;

  connectedCallback() {
    this.#life = new AbortController();
    this.querySelector("button")?.addEventListener("click", () => this.#share(), { signal: this.#life.signal });
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  async #share() {
    const url = this.getAttribute("url");
    const what = { title: this.getAttribute("name") ?? "", url };
    try {
      if (navigator.share) await navigator.share(what);
      else await this.#copy(url);
    } catch (problem) {
      // Closing the sheet is an answer too.
      if (problem.name === "AbortError") return;
      await this.#copy(url).catch(() => this.#say(say("没有复制成功，请长按选中：{url}", { url })));
    }
  }

  async #copy(url) {
    await navigator.clipboard.writeText(url);
    this.#say(say("网址已复制，可以粘贴到聊天里"));
  }

  #say(words) {
    const status = this.querySelector('[role="status"]');
    if (status) status.textContent = words;
  }
}

customElements.define("share-link", ShareLink);
