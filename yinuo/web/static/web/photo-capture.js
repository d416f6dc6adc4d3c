// A picture for a form field, by camera or out of the album. Without this script the file input inside does the work.
import { fromAlbum, fromCamera } from "./camera.js";
import { node, tell } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./words.js";

class PhotoCapture extends HTMLElement {
  #life;
  #preview = node("img", { class: "photo-preview", alt: say("已选好的图片"), hidden: true });
  #error = node("p", { class: "field-error", role: "alert", hidden: true });
  #url = "";

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    const mode = this.getAttribute("mode") ?? "both";
    const button = (shape, word) => node("button", { type: "button", class: "button", "aria-describedby": this.#input?.getAttribute("aria-describedby") }, icon(shape), say(word));
    const row = node("div", { class: "button-row" });
    const add = (shape, word, take) => {
      const made = button(shape, word);
      made.addEventListener("click", () => this.#take(made, take), { signal });
      row.append(made);
    };
    if (mode !== "file") add("camera", "拍照", fromCamera);
    if (mode !== "camera") add("image", "从相册选", fromAlbum);
    this.append(this.#preview, this.#error, row);
    signal.addEventListener("abort", () => row.remove());
  }

  disconnectedCallback() {
    this.#life.abort();
    URL.revokeObjectURL(this.#url);
  }

  get #input() {
    return this.querySelector('input[type="file"]');
  }

  async #take(button, take) {
    button.disabled = true;
    const attribute = (name, otherwise) => this.getAttribute(name) ?? otherwise;
    const taken = await take({ purpose: attribute("purpose", ""), item: attribute("item", ""), facing: attribute("facing", "environment") });
    button.disabled = false;
    if (!taken || !this.isConnected) return;
    this.#error.hidden = !taken.sentence;
    this.#error.replaceChildren(node("span", {}, taken.sentence ?? ""));
    if (!taken.sentence) this.#put(taken);
  }

  #put({ blob, through }) {
    URL.revokeObjectURL(this.#url);
    this.#preview.src = this.#url = URL.createObjectURL(blob);
    this.#preview.hidden = false;
    if (!this.#input) return tell(this, "photo-captured", { blob, through });
    const files = new DataTransfer();
    files.items.add(new File([blob], blob.name ?? "picture.jpg", { type: blob.type }));
    this.#input.files = files.files;
    const name = `${this.#input.name}_through`;
    const said = this.querySelector(`input[name="${CSS.escape(name)}"]`) ?? this.appendChild(node("input", { type: "hidden", name }));
    said.value = through;
    tell(this.#input, "change", {});
    this.#preview.decode().then(() => this.parentElement?.querySelector(":scope > [type=submit]")?.scrollIntoView({ block: "end" })).catch(() => {});
  }
}

customElements.define("photo-capture", PhotoCapture);
