// A photograph or a recording that goes to its place at once: `<media-attach kind="voice" action purpose item occasion>`. What was sent stands below.
import { loggedOut, node, request, tell } from "./dom.js";
import { say } from "./words.js";

const NAMES = { photo: "picture.jpg", voice: "voice" };

class MediaAttach extends HTMLElement {
  #life;
  #status = node("p", { role: "status", class: "muted" });
  #sent = node("div", { class: "stack" });

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.addEventListener("voice-recorded", ({ detail }) => this.#send({ through: "microphone", ...detail }), { signal });
    this.addEventListener("photo-captured", ({ detail }) => this.#send(detail), { signal });
    this.addEventListener("voice-told", ({ detail }) => this.#say(detail.sentence), { signal });
    this.replaceChildren(this.#taker(), this.#status, this.#sent);
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  get #kind() {
    return this.getAttribute("kind");
  }

  #taker() {
    const asked = { purpose: this.getAttribute("purpose"), item: this.getAttribute("item") };
    return this.#kind === "voice" ? node("voice-recorder", asked) : node("photo-capture", { ...asked, mode: "both" });
  }

  /** Retried with the same number: what arrived and was not heard of is not taken in twice. */
  async #send(taken, client = crypto.randomUUID()) {
    this.#say(say("发送中"));
    const form = new FormData();
    const fields = { client_id: client, kind: this.#kind, through: taken.through, occasion: this.getAttribute("occasion") ?? "" };
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", taken.blob, NAMES[this.#kind]);
    const answer = await request(this.getAttribute("action"), { method: "POST", body: form, signal: this.#life.signal }).catch(() => null);
    if (!this.isConnected) return;
    if (!answer || answer.status >= 500) return this.#again(taken, client);
    if (loggedOut(answer)) return tell(document, "yinuo:logged-out", {});
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) return this.#say(said.sentence ?? say("没有发出，请再试一次"));
    if (this.hasAttribute("reload")) return location.reload();
    this.#done(taken, said);
  }

  #again(taken, client) {
    const button = node("button", { type: "button", class: "button" }, say("再试一次"));
    button.addEventListener("click", () => this.#send(taken, client), { signal: this.#life.signal });
    this.#status.replaceChildren(say("没有发出，请再试一次"), " ", button);
  }

  #done({ seconds, peaks }, { url, thumbnail, forget }) {
    this.#say(say("已附上"));
    const file = this.#kind === "voice" ? node("voice-note", { src: url, seconds, peaks: (peaks ?? []).join(" ") }) : node("media-picture", { src: thumbnail, full: url, alt: say("已选好的图片") });
    this.#sent.append(node("media-attached", { forget }, file));
    this.firstElementChild.replaceWith(this.#taker());
  }

  #say(words) {
    this.#status.textContent = words;
  }
}

customElements.define("media-attach", MediaAttach);
