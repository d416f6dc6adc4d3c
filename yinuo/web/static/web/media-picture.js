// A picture that opens large. Pinch, double tap or the button enlarges; Esc, the button or a tap beside it closes.
import { dialog, node } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./words.js";

const TALLEST = 280;

class MediaPicture extends HTMLElement {
  #life;
  #viewer = null;

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    const [src, alt, width, height] = ["src", "alt", "width", "height"].map((name) => this.getAttribute(name));
    const image = node("img", { src, alt, width: width || null, height: height || null, loading: "lazy", decoding: "async" });
    reserve(image, Number(width), Number(height));
    const button = node("button", { type: "button", class: "picture-open" }, image, node("span", { class: "visually-hidden" }, say("查看大图")));
    this.replaceChildren(button);
    button.addEventListener("click", () => this.#open(), { signal });
    image.addEventListener("error", () => this.#failed(button), { signal });
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#viewer?.close();
  }

  #failed(button) {
    button.replaceWith(node("p", { class: "message-text message-closed" }, say("图片没有打开")));
  }

  #open() {
    const alt = this.getAttribute("alt") ?? "";
    const image = node("img", { src: this.getAttribute("full") ?? this.getAttribute("src"), alt });
    const zoom = node("button", { type: "button", "aria-label": say("放大"), "aria-pressed": "false" }, icon("zoom-in"));
    const close = node("button", { type: "button", "aria-label": say("关闭"), autofocus: true }, icon("x"));
    const stage = node("div", { class: "viewer-stage" }, image);
    const viewer = dialog("viewer", alt || say("查看大图"), stage, node("div", { class: "viewer-tools" }, zoom, close));
    this.#viewer = viewer;
    const enlarge = () => {
      const large = viewer.toggleAttribute("data-large");
      zoom.setAttribute("aria-pressed", String(large));
      zoom.setAttribute("aria-label", say(large ? "缩小" : "放大"));
      zoom.replaceChildren(icon(large ? "zoom-out" : "zoom-in"));
      if (large) stage.scrollTo((stage.scrollWidth - stage.clientWidth) / 2, (stage.scrollHeight - stage.clientHeight) / 2);
    };
    zoom.addEventListener("click", enlarge);
    image.addEventListener("dblclick", enlarge);
    close.addEventListener("click", () => viewer.close());
    stage.addEventListener("click", (event) => event.target === stage && viewer.close());
  }
}

/** Its place is kept before it is there: nothing moves when it comes. */
function reserve(image, width, height) {
  if (!width || !height) return;
  image.style.aspectRatio = `${width} / ${height}`;
  image.style.width = `${Math.min(width, Math.round((TALLEST * width) / height))}px`;
}

customElements.define("media-picture", MediaPicture);
