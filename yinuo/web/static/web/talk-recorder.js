// A recording of up to half an hour: begin, pause, mark a chapter, end, and on its way with a bar that shows how far it is.
import { ask } from "./consent-ask.js";
import { csrf, node } from "./dom.js";
import { Recording } from "./recording.js";
import { drawWave } from "./waveform.js";
import { say } from "./words.js";

const LONGEST = 30 * 60;
const WARN_FROM = LONGEST - 60;
const LARGEST = 50 * 1024 * 1024;

const clock = (seconds) => `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

class TalkRecorder extends HTMLElement {
  #life;
  #recording = null;
  #kept = null;
  #chapters = [];
  #time = node("output", { class: "talk-time" }, "00:00");
  #canvas = node("canvas", { "aria-hidden": "true" });
  #list = node("ol", { class: "talk-marks" });
  #status = node("p", { role: "status" });
  #bar = node("progress", { max: 1, value: 0, hidden: true, "aria-label": say("上传进度") });
  #buttons = {};

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    const add = (name, words, act, kind = "button") => {
      const button = node("button", { type: "button", class: kind, hidden: name !== "begin" }, say(words));
      button.addEventListener("click", act, { signal });
      this.#buttons[name] = button;
    };
    add("begin", "开始录音", () => this.#begin(), "button button-primary");
    add("pause", "暂停", () => this.#pause());
    add("chapter", "在这里分一章", () => this.#mark());
    add("end", "录完了，上传", () => this.#end(), "button button-primary");
    add("again", "再传一次", () => this.#send(), "button button-primary");
    this.replaceChildren(this.#time, this.#canvas, this.#bar, this.#status, this.#list, node("div", { class: "button-row" }, ...Object.values(this.#buttons)));
    addEventListener("beforeunload", (event) => (this.#recording || this.#kept) && event.preventDefault(), { signal });
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#recording?.discard();
    this.#recording = null;
  }

  #offer(...names) {
    for (const [name, button] of Object.entries(this.#buttons)) button.hidden = !names.includes(name);
  }

  async #begin() {
    this.#buttons.begin.disabled = true;
    const { granted, stream, sentence } = await ask({ purpose: "channel", item: "channel_audio", permission: "microphone" });
    this.#buttons.begin.disabled = false;
    if (!granted) return this.#say(sentence);
    if (!this.isConnected) return stream.getTracks().forEach((track) => track.stop());
    try {
      this.#recording = new Recording(stream, () => this.#show());
    } catch {
      stream.getTracks().forEach((track) => track.stop());
      return this.#say(say("录音没有成功，请再试一次"));
    }
    this.#offer("pause", "chapter", "end");
    this.#say(say("正在录音"));
    this.#buttons.pause.focus();
  }

  #pause() {
    const paused = this.#recording.toggle();
    this.#buttons.pause.textContent = say(paused ? "继续录音" : "暂停");
    this.#say(say(paused ? "已暂停" : "正在录音"));
  }

  #mark() {
    const at = clock(this.#recording.seconds);
    this.#chapters.push(`${at} ${say("第 {number} 章", { number: this.#chapters.length + 1 })}`);
    this.#list.append(node("li", {}, this.#chapters.at(-1)));
    this.#say(say("在 {at} 分了一章，标题录完再写", { at }));
  }

  async #end() {
    const recording = this.#recording;
    if (!recording) return;
    this.#recording = null;
    this.#kept = (await recording.finish()).blob;
    this.#offer();
    this.#send();
  }

  #send() {
    if (this.#kept.size > LARGEST) return this.#say(say("这段录音超过 50 MB，没有上传。请录短一些"));
    this.#offer();
    this.#bar.hidden = false;
    this.#say(say("正在上传，请不要关闭这一页"));
    const sent = new XMLHttpRequest();
    const query = new URLSearchParams({ chapters: this.#chapters.join("\n") });
    sent.open("POST", `${this.getAttribute("to")}?${query}`);
    sent.setRequestHeader("X-CSRFToken", csrf());
    sent.setRequestHeader("Accept", "application/json");
    sent.setRequestHeader("Content-Type", this.#kept.type || "audio/webm");
    sent.upload.addEventListener("progress", ({ loaded, total }) => (this.#bar.value = total ? loaded / total : 0));
    sent.upload.addEventListener("load", () => this.#say(say("已上传，正在处理录音…")));
    sent.addEventListener("load", () => this.#answered(sent));
    sent.addEventListener("error", () => this.#failed(say("没有传上去，请检查网络再传一次。录音还在这一页")));
    sent.send(this.#kept);
  }

  #answered(sent) {
    if (sent.status === 201) {
      this.#kept = null;
      return location.assign(`${this.getAttribute("to")}?kept`);
    }
    let sentence = "";
    try {
      ({ sentence } = JSON.parse(sent.responseText));
    } catch {}
    this.#failed(sentence || say("没有传上去，请检查网络再传一次。录音还在这一页"));
  }

  #failed(sentence) {
    this.#bar.hidden = true;
    this.#offer("again");
    this.#say(sentence);
  }

  #show() {
    if (!this.#recording) return;
    const { seconds, peaks } = this.#recording;
    if (seconds >= LONGEST) return this.#end();
    this.#time.textContent = `${clock(seconds)} / ${clock(LONGEST)}`;
    if (seconds >= WARN_FROM) this.#say(say("还可以说 {seconds} 秒", { seconds: Math.ceil(LONGEST - seconds) }));
    drawWave(this.#canvas, peaks.slice(-Math.ceil(this.#canvas.clientWidth / 5)));
  }

  #say(words) {
    if (this.#status.textContent !== words) this.#status.textContent = words;
  }
}

customElements.define("talk-recorder", TalkRecorder);
