// Plays a voice note: waveform, seeking, 1x / 1.5x / 2x. One plays at a time.
import { node, tell } from "./dom.js";
import { icon } from "./icons.js";
import { drawWave } from "./waveform.js";
import { say } from "./words.js";

const RATES = [1, 1.5, 2];

class VoiceNote extends HTMLElement {
  #life;
  #audio = null;
  #peaks = [];
  #frame = 0;
  #play;
  #rate;
  #track;
  #canvas;
  #length;

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.#peaks = (this.getAttribute("peaks") ?? "").split(/\s+/).filter(Boolean).map(Number);
    this.#play = node("button", { type: "button", class: "note-play" });
    this.#rate = node("button", { type: "button", class: "note-rate", "aria-label": `${say("播放速度")} 1x` }, "1x");
    this.#track = node("input", { type: "range", min: 0, max: Math.max(1, this.#seconds), step: 0.1, value: 0, "aria-label": say("播放进度") });
    this.#canvas = node("canvas", { "aria-hidden": "true" });
    this.#length = node("span", { class: "note-length" });
    this.replaceChildren(this.#play, node("span", { class: "note-track" }, this.#canvas, this.#track), this.#length, this.#rate);
    this.#play.addEventListener("click", () => this.#toggle(), { signal });
    this.#rate.addEventListener("click", () => this.#faster(), { signal });
    this.#track.addEventListener("input", () => this.#seek(Number(this.#track.value)), { signal });
    document.addEventListener("voice-note-plays", ({ target }) => target !== this && this.#audio?.pause(), { signal });
    const sized = new ResizeObserver(() => this.#show());
    sized.observe(this.#canvas);
    signal.addEventListener("abort", () => sized.disconnect());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#show(), { signal });
    this.#show();
  }

  disconnectedCallback() {
    this.#life.abort();
    cancelAnimationFrame(this.#frame);
    this.#audio?.pause();
    this.#audio?.removeAttribute("src");
    this.#audio = null;
  }

  get #seconds() {
    return Number(this.getAttribute("seconds")) || 0;
  }

  /** Nothing is fetched before somebody wants to hear it. */
  #sound() {
    if (this.#audio) return this.#audio;
    const { signal } = this.#life;
    this.#audio = new Audio(this.getAttribute("src"));
    for (const name of ["play", "pause", "ended"]) this.#audio.addEventListener(name, () => this.#show(), { signal });
    this.#audio.addEventListener("ended", () => (this.#audio.currentTime = 0), { signal });
    this.#audio.addEventListener("error", () => this.#failed(), { signal });
    return this.#audio;
  }

  async #toggle() {
    const sound = this.#sound();
    if (!sound.paused) return sound.pause();
    tell(this, "voice-note-plays", {});
    await sound.play().catch(() => this.#failed());
    this.#follow();
  }

  #follow() {
    if (!this.#audio || this.#audio.paused) return;
    this.#show();
    this.#frame = requestAnimationFrame(() => this.#follow());
  }

  #seek(seconds) {
    this.#sound().currentTime = seconds;
    this.#show();
  }

  #faster() {
    const sound = this.#sound();
    sound.playbackRate = RATES[(RATES.indexOf(sound.playbackRate) + 1) % RATES.length];
    this.#rate.textContent = `${sound.playbackRate}x`;
    this.#rate.setAttribute("aria-label", `${say("播放速度")} ${sound.playbackRate}x`);
  }

  #failed() {
    if (!this.isConnected || this.querySelector(".field-error")) return;
    this.after(node("p", { class: "field-error", role: "alert" }, node("span", {}, say("语音现在放不了，请稍后再试"))));
  }

  #show() {
    const playing = Boolean(this.#audio && !this.#audio.paused);
    const at = this.#audio?.currentTime ?? 0;
    const seconds = Math.max(1, Math.round(this.#seconds));
    this.#play.replaceChildren(icon(playing ? "pause" : "play", 20));
    this.#play.setAttribute("aria-label", playing ? say("暂停") : `${say("播放语音")} ${say("{seconds} 秒", { seconds })}`);
    this.#length.textContent = at > 0 ? `${Math.floor(at)}/${seconds}″` : `${seconds}″`;
    this.#track.value = String(at);
    this.#track.setAttribute("aria-valuetext", say("{seconds} 秒", { seconds: Math.floor(at) }));
    drawWave(this.#canvas, this.#peaks, at > 0 ? at / Math.max(this.#seconds, at) : 1);
  }
}

customElements.define("voice-note", VoiceNote);
