// What of a thread was received and seen, and the button that leads to the end of it.
import { node } from "./dom.js";
import { icon } from "./icons.js";
import { connection } from "./socket.js";
import { say } from "./words.js";

const NEAR_END = 120;

const near = () => innerHeight + scrollY >= document.documentElement.scrollHeight - NEAR_END;
let following = true;
let lastY = 0;

/** Only moving up ends following: growth may come between a scroll and its event. */
function scrolled() {
  following = near() || (following && scrollY >= lastY);
  lastY = scrollY;
}

/** True while the reader is at the end; whatever grows then (a keyboard, a picture, a banner) keeps it there. */
export const isAtEnd = () => following;
export function toEnd() {
  following = true;
  scrollTo({ top: document.documentElement.scrollHeight });
}

/** Begin reading at a line in the middle. */
export function fromLine(line) {
  following = false;
  line.scrollIntoView({ block: "start" });
  following = near();
}

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
    addEventListener("scroll", () => (scrolled(), this.#show()), { signal, passive: true });
    addEventListener("resize", () => following && toEnd(), { signal });
    const grown = new ResizeObserver(() => following && toEnd());
    for (const part of document.querySelectorAll("chat-thread, .dock")) grown.observe(part);
    this.#jump.addEventListener("click", toEnd, { signal });
    document.body.append(this.#jump);
    signal.addEventListener("abort", () => (this.#observer.disconnect(), grown.disconnect(), this.#jump.remove()));
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
    this.#jump.hidden = following;
    this.#jump.style.bottom = `${(document.querySelector(".dock")?.offsetHeight ?? 0) + 12}px`;
    this.#jump.replaceChildren(icon("arrow-down", 18), count ? say("{count} 条新消息", { count }) : say("回到最新"));
  }
}
