// How long something is still open: minutes while it is far, seconds in the last hour.
import { node, tell } from "./dom.js";
import { say } from "./words.js";

const HOUR = 3600;
const DAY = 24 * HOUR;

class CountDown extends HTMLElement {
  #timer = 0;

  connectedCallback() {
    this.setAttribute("role", "timer");
    this.#tick();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #tick() {
    const until = new Date(this.getAttribute("until"));
    const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    this.toggleAttribute("data-near", left > 0 && left <= HOUR);
    this.toggleAttribute("data-over", left === 0);
    this.replaceChildren(node("time", { datetime: this.getAttribute("until"), title: until.toLocaleString() }, words(left)));
    if (left === 0) return tell(this, "count-down-ended", {});
    this.#timer = setTimeout(() => this.#tick(), left <= HOUR ? 1000 : (left % 60 || 60) * 1000);
  }
}

function words(left) {
  if (left === 0) return say("已到时间");
  const minutes = Math.floor((left % HOUR) / 60);
  if (left > DAY) return say("还剩 {days} 天 {hours} 小时", { days: Math.floor(left / DAY), hours: Math.floor((left % DAY) / HOUR) });
  if (left > HOUR) return say("还剩 {hours} 小时 {minutes} 分", { hours: Math.floor(left / HOUR), minutes });
  return say("还剩 {minutes} 分 {seconds} 秒", { minutes: Math.floor(left / 60), seconds: left % 60 });
}

customElements.define("count-down", CountDown);
