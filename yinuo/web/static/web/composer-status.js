// What a person must know while writing: a break of the network, an expired log-in, why something was not taken.
import { node } from "./dom.js";
import { icon } from "./icons.js";
import { connection } from "./socket.js";
import { say } from "./words.js";

const PATIENCE_MS = 1500;

export class Status {
  #patience = 0;
  #about = "";
  node = node("div", { class: "banner banner-warn composer-status", role: "status", hidden: true });

  constructor(signal) {
    document.addEventListener("yinuo:connection", () => this.#look(), { signal });
    document.addEventListener("yinuo:logged-out", () => this.#loggedOut(), { signal });
    for (const name of ["online", "offline"]) addEventListener(name, () => this.#look(), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.#patience));
    connection.hold(signal);
    this.#look();
  }

  /** Say something about what was just tried; empty words take it back. A break of the network stays said. */
  say(words) {
    if (!words && this.#about === "network") return;
    this.#put("act", words);
  }

  /** A short break is nobody's business; a longer one is said, and that nothing is lost. */
  #look() {
    clearTimeout(this.#patience);
    if (connection.state === "closed") return this.#loggedOut();
    if (navigator.onLine && connection.state === "open") {
      if (this.#about === "network") this.#put("", "");
      return;
    }
    const wait = navigator.onLine ? PATIENCE_MS : 0;
    this.#patience = setTimeout(() => this.#put("network", say("网络断开，消息会在恢复后自动发出"), icon("wifi-off")), wait);
  }

  #loggedOut() {
    const query = new URLSearchParams({ next: location.pathname });
    const link = node("a", { href: `/accounts/login/?${query}` }, say("重新登录"));
    this.#put("network", say("登录已过期，写好的内容还在。重新登录后会自动发出"), link);
  }

  #put(about, words, more = null) {
    this.#about = words ? about : "";
    this.node.hidden = !words;
    this.node.replaceChildren(...(more?.tagName === "svg" ? [more] : []), node("p", {}, words), ...(more?.tagName === "A" ? [more] : []));
  }
}
