// What of a thread was received and seen, and the button that leads to the end of it.
import { node } from "./dom.js";
import { icon } from "./icons.js";
import { connection } from "./socket.js";
import { say } from "./words.js";

const NEAR_END = 120;

export const isAtEnd = () => innerHeight + scrollY >= document.documentElement.scrollHeight - NEAR_END;
export const toEnd = () => scrollTo({ top: document.documentElement.scrollHeight });

export class Reading {
  #consultation;
  #read;
  #observer;
  #unseen = new Set();
  #inView = new Set();
  #jump = node("button", { type: "button", class: "thread-jump", hidden: true });

  /** `read`: how far this person had read. Ends with `signal`. */
  constructor(consultation, read, signal) {
    this.#consultation = consultation;
    this.#read = read;
    this.#observer = new IntersectionObserver((entries) => this.#see(entries), { threshold: 0.5 });
    document.addEventListener("visibilitychange", () => this.tellRead(), { signal });
    addEventListener("scroll", () => this.#show(), { signal, passive: true });
    this.#jump.addEventListener("click", toEnd, { signal });
    document.body.append(this.#jump);
    signal.addEventListener("abort", () => (this.#observer.disconnect(), this.#jump.remove()));
  }

  /** A message of the other side: told as read once it stands in the window of a page that is looked at. */
  watch(item) {
    if (Number(item.dataset.number) <= this.#read) return;
    this.#unseen.add(item);
    this.#observer.observe(item);
    this.#show();
  }

  tellReceived(upto) {
    return upto > 0 && this.#tell("received", upto);
  }

  tellRead() {
    const seen = [...this.#unseen].filter((item) => this.#inView.has(item)).map((item) => Number(item.dataset.number));
    if (document.visibilityState === "visible" && seen.length && this.#tell("read", Math.max(...seen))) {
      this.#read = Math.max(this.#read, ...seen);
      for (const item of this.#unseen) if (Number(item.dataset.number) <= this.#read) this.#forget(item);
    }
    this.#show();
  }

  #forget(item) {
    this.#observer.unobserve(item);
    this.#unseen.delete(item);
    this.#inView.delete(item);
  }

  #see(entries) {
    for (const { target, isIntersecting } of entries) this.#inView[isIntersecting ? "add" : "delete"](target);
    this.tellRead();
  }

  #tell(what, upto) {
    return connection.send({ command: `consultations.${what}`, consultation: this.#consultation, upto });
  }

  #show() {
    const count = this.#unseen.size;
    this.#jump.hidden = isAtEnd();
    this.#jump.replaceChildren(icon("arrow-down", 18), count ? say("{count} 条新消息", { count }) : say("回到最新"));
  }
}
