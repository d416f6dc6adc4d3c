// Writes a message: text, a photograph, a picture, a voice note. What is typed is kept, whatever happens to the page.
import { fromAlbum, fromCamera } from "./camera.js";
import { node, person } from "./dom.js";
import { icon } from "./icons.js";
import * as outbox from "./outbox.js";
import { draft, keepDraft } from "./outbox-store.js";
import { Status } from "./composer-status.js";
import { say } from "./words.js";

const LONGEST = 4000;
const PURPOSE = "consultations";
const DRAFT_MS = 250;

const tool = (shape, word, act) => node("button", { type: "button", class: "composer-tool", "data-act": act, "aria-label": say(word), title: say(word) }, icon(shape, 24));

class MessageComposer extends HTMLElement {
  #life;
  #timer = 0;
  #text = node("textarea", { rows: 1, "aria-label": say("写给对方…"), placeholder: say("写给对方…"), enterkeyhint: "send" });
  #recorder = null;
  #status;
  #row = node("div", { class: "composer-row" });

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.#status = new Status(signal);
    this.#build();
    const acts = { voice: () => this.#voice(), photo: () => this.#photo(), album: () => this.#album(), submit: () => this.#submit() };
    this.#row.addEventListener("click", (event) => acts[event.target.closest("[data-act]")?.dataset.act]?.(), { signal });
    this.addEventListener("voice-recorded", ({ detail }) => this.#send({ kind: "voice", ...detail }), { signal });
    this.addEventListener("voice-told", ({ detail }) => this.#status.say(detail.sentence), { signal });
    this.#text.addEventListener("input", () => this.#typed(), { signal });
    this.#text.addEventListener("keydown", (event) => this.#key(event), { signal });
    // A tap that leads to another page leaves the field first; when the page is hidden it may be too late to write.
    this.#text.addEventListener("blur", () => this.#keep(), { signal });
    document.addEventListener("visibilitychange", () => this.#keep(), { signal });
    this.#restore();
  }

  disconnectedCallback() {
    this.#keep();
    this.#life.abort();
  }

  #allows = (kind) => (this.getAttribute("kinds") ?? "text photo album voice").split(/\s+/).includes(kind);

  #build() {
    const tools = [];
    if (this.#allows("photo")) tools.push(tool("camera", "拍照", "photo"));
    if (this.#allows("album")) tools.push(tool("image", "从相册选", "album"));
    const send = tool("send-horizontal", "发送", "submit");
    send.classList.add("composer-send");
    this.#row.replaceChildren(...(this.#allows("voice") ? [tool("mic", "语音", "voice")] : []), this.#text, ...tools, send);
    this.replaceChildren(this.#status.node, this.#row);
    this.#shape();
  }

  /** With words in it the row offers sending; without, the camera and the album. */
  #shape() {
    const [written, talking] = [this.#text.value.trim() !== "", Boolean(this.#recorder)];
    for (const button of this.#row.querySelectorAll("[data-act]")) {
      const act = button.dataset.act;
      if (act === "submit") button.hidden = !written || talking;
      else if (act !== "voice") button.hidden = written || talking;
    }
    this.#text.hidden = talking;
  }

  #voice() {
    const button = this.#row.querySelector('[data-act="voice"]');
    this.#recorder?.remove();
    this.#recorder = this.#recorder ? null : node("voice-recorder", { purpose: PURPOSE, item: "voice_note" });
    if (this.#recorder) button.after(this.#recorder);
    const word = say(this.#recorder ? "键盘" : "语音");
    button.replaceChildren(icon(this.#recorder ? "keyboard" : "mic", 24));
    Object.assign(button, { title: word, ariaLabel: word });
    this.#shape();
    if (!this.#recorder) this.#text.focus();
  }

  async #photo() {
    this.#sendPicture("photo", await fromCamera({ purpose: PURPOSE, item: "photo_taken" }));
  }

  async #album() {
    this.#sendPicture("album", await fromAlbum({ purpose: PURPOSE, item: "album_picture" }));
  }

  #sendPicture(kind, taken) {
    if (taken?.sentence) return this.#status.say(taken.sentence);
    if (taken) this.#send({ kind, blob: taken.blob, width: taken.width, height: taken.height });
  }

  async #submit() {
    const text = this.#text.value.trim();
    if (!text) return;
    if (text.length > LONGEST) return this.#status.say(say("这条消息太长，没有发送。请分成几条再发"));
    this.#text.value = "";
    if (!(await this.#send({ kind: "text", text }))) this.#text.value = text;
    this.#keep();
    this.#shape();
    this.#text.focus();
  }

  async #send(message) {
    try {
      this.#status.say("");
      await outbox.enqueue({ consultation: this.getAttribute("consultation"), ...message });
      return true;
    } catch {
      this.#status.say(say("这台设备暂时存不下消息，请不要关闭页面"));
      return false;
    }
  }

  #key(event) {
    const desk = matchMedia("(hover: hover) and (pointer: fine)").matches;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !desk) return;
    event.preventDefault();
    this.#submit();
  }

  #typed() {
    this.#shape();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), DRAFT_MS);
  }

  #keep() {
    clearTimeout(this.#timer);
    keepDraft(person(), this.getAttribute("consultation"), this.#text.value).catch(() => {});
  }

  async #restore() {
    const kept = await draft(person(), this.getAttribute("consultation")).catch(() => "");
    if (kept && !this.#text.value) this.#text.value = kept;
    this.#shape();
  }
}

customElements.define("message-composer", MessageComposer);
