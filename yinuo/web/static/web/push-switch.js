// Turns pushes on for this device, at the person's tap: consent to the one who carries it first, then the browser's own.
import { ask } from "./consent-ask.js";
import { keep, way } from "./push-subscription.js";
import { say } from "./words.js";

class PushSwitch extends HTMLElement {
  #life;

  connectedCallback() {
    this.#life = new AbortController();
    const button = this.querySelector("button");
    const found = way(this.dataset);
    const item = found && JSON.parse(this.dataset.items)[found.service];
    if (!found) return this.#say(say("这个浏览器没有推送功能，换一个浏览器，或打开页面查看消息"));
    if (!item) return this.#say(say("这个浏览器用的推送服务现在不能用，打开页面仍能看到消息"));
    this.#say("");
    button.hidden = false;
    button.addEventListener("click", () => this.#turnOn(button, found, item), { signal: this.#life.signal });
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  #say(sentence) {
    this.querySelector("[role=status]").textContent = sentence;
  }

  async #turnOn(button, found, item) {
    button.disabled = true;
    this.#say("");
    try {
      const { granted, sentence } = await ask({ purpose: "notices", item, permission: "notification" });
      const problem = granted ? await keep(await found.get()) : sentence;
      if (!problem) return location.reload();
      this.#say(problem);
    } catch {
      this.#say(say("推送服务现在连不上，没有开启。请过一会儿再试，打开页面仍能看到消息"));
    } finally {
      button.disabled = false;
    }
  }
}

customElements.define("push-switch", PushSwitch);
