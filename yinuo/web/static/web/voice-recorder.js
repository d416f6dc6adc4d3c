// Hold to talk. A finger: hold, slide up to cancel. A keyboard or a screen reader: one press begins, the next one sends.
import { ask } from "./consent-ask.js";
import { node, tell } from "./dom.js";
import { Recording } from "./recording.js";
import { drawWave, resampled } from "./waveform.js";
import { say } from "./words.js";

const LONGEST = 60;
const WARN_FROM = 50;
const SHORTEST = 1;
const CANCEL_ABOVE = 64;
const PEAKS = 48;

class VoiceRecorder extends HTMLElement {
  #life;
  #state = "idle";
  #recording = null;
  #cancelling = false;
  #held = false;
  #button = node("button", { type: "button", class: "voice-hold", "aria-pressed": "false" });
  #canvas = node("canvas", { "aria-hidden": "true" });
  #time = node("output");
  #hint = node("p");
  #panel = node("div", { class: "voice-panel", hidden: true }, this.#canvas, this.#time, this.#hint);
  #status = node("p", { class: "visually-hidden", role: "status" });

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    const on = (name, act) => this.#button.addEventListener(name, act, { signal });
    this.#button.textContent = say("按住说话");
    this.replaceChildren(this.#panel, this.#button, this.#status);
    on("pointerdown", (event) => event.button === 0 && this.#press(event));
    on("pointermove", (event) => this.#held && this.#slide(event));
    on("pointerup", () => this.#release());
    on("pointercancel", () => this.#release({ cancelled: true }));
    on("contextmenu", (event) => event.preventDefault());
    on("click", (event) => event.detail === 0 && this.#toggle());
    on("keydown", (event) => event.key === "Escape" && this.#state === "recording" && this.#end({ cancelled: true }));
    addEventListener("pagehide", () => this.#end({ cancelled: true }), { signal });
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#end({ cancelled: true, silent: true });
  }

  #press(event) {
    this.#button.setPointerCapture(event.pointerId);
    this.#held = true;
    if (this.#state === "idle") this.#begin(() => this.#held);
  }

  #slide(event) {
    this.#cancelling = event.clientY < this.#button.getBoundingClientRect().top - CANCEL_ABOVE;
    this.#show();
  }

  #release({ cancelled = this.#cancelling } = {}) {
    if (!this.#held) return;
    this.#held = false;
    if (this.#state === "recording") this.#end({ cancelled });
  }

  #toggle() {
    if (this.#state === "recording") this.#end();
    else if (this.#state === "idle") this.#begin(() => true);
  }

  /** `wanted()` says whether the finger is still there once consent and microphone are. */
  async #begin(wanted) {
    this.#state = "asking";
    const { granted, stream, sentence } = await ask({
      purpose: this.getAttribute("purpose") ?? "consultations",
      item: this.getAttribute("item") ?? "voice_note",
      permission: "microphone",
    });
    this.#state = "idle";
    if (!granted) return this.#say(sentence);
    if (!wanted() || !this.isConnected) return stream.getTracks().forEach((track) => track.stop());
    this.#cancelling = false;
    try {
      this.#recording = new Recording(stream, () => this.#show());
    } catch {
      stream.getTracks().forEach((track) => track.stop());
      return this.#say(say("录音没有成功，请再试一次"));
    }
    this.#state = "recording";
    this.#button.setAttribute("aria-pressed", "true");
    this.#panel.hidden = false;
    this.#show();
  }

  async #end({ cancelled = false, silent = false } = {}) {
    if (this.#state !== "recording") return;
    const recording = this.#recording;
    this.#state = "idle";
    this.#recording = null;
    this.#panel.hidden = true;
    this.#button.setAttribute("aria-pressed", "false");
    this.#button.textContent = say("按住说话");
    if (cancelled) recording.discard();
    if (silent) return;
    if (cancelled) return this.#say(say("已取消"));
    const { blob, seconds } = await recording.finish();
    if (seconds < SHORTEST || !blob.size) return this.#say(say("说话时间太短"));
    const peaks = resampled(recording.peaks, Math.min(PEAKS, recording.peaks.length));
    tell(this, "voice-recorded", { blob, seconds: Math.round(seconds * 10) / 10, peaks });
  }

  #show() {
    if (!this.#recording) return;
    const { seconds, peaks } = this.#recording;
    if (seconds >= LONGEST) return this.#end();
    const left = Math.ceil(LONGEST - seconds);
    const near = seconds >= WARN_FROM;
    this.#panel.toggleAttribute("data-near", near);
    this.#panel.toggleAttribute("data-cancel", this.#cancelling);
    this.#time.textContent = near ? say("还可以说 {seconds} 秒", { seconds: left }) : say("{seconds} 秒", { seconds: Math.floor(seconds) });
    const holding = this.#cancelling ? "松开手指，取消发送" : "松开发送，上滑取消";
    this.#hint.textContent = say(this.#held ? holding : "正在录音，再按一次发送，Esc 取消");
    this.#button.textContent = this.#hint.textContent;
    drawWave(this.#canvas, peaks.slice(-Math.ceil(this.#canvas.clientWidth / 5)));
  }

  #say(words) {
    this.#status.textContent = words;
    tell(this, "voice-told", { sentence: words });
  }
}

customElements.define("voice-recorder", VoiceRecorder);
