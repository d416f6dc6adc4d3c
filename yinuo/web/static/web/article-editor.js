// Writing an article: a row of tools above the text, pasted HTML as words, and every change kept on the server by itself.
import { loggedOut, node, request } from "./dom.js";
import { markdownOf } from "./pasted.js";
import { say } from "./words.js";

const SAVE_AFTER = 1200;
const AGAIN_AFTER = 8000;
const KEPT = ["title", "body", "sources", "interest", "interests", "machine", "version"];
const TOOLS = [
  ["小标题", (words) => `\n\n# ${words || say("小标题")}\n\n`],
  ["加粗", (words) => `**${words || say("重点")}**`],
  ["列表", (words) => `\n\n${(words || say("一项")).replace(/^(?!- )/gm, "- ")}\n\n`],
  ["引用", (words) => `\n\n${(words || say("引文")).replace(/^/gm, "> ")}\n\n`],
  ["标出 AI 段落", (words) => `\n\n:::AI\n${(words || say("由人工智能辅助写的段落")).trim()}\n:::\n\n`],
];

class ArticleEditor extends HTMLElement {
  #life;
  #timer = 0;
  #saving = Promise.resolve();
  #stopped = false;
  #busy = false;
  #status = node("p", { class: "muted", role: "status" });

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    const row = node("div", { class: "editor-tools", role: "toolbar", "aria-label": say("排版") });
    for (const [name, make] of TOOLS) {
      const button = node("button", { type: "button", class: "button button-plain" }, say(name));
      button.addEventListener("click", () => this.#put(make), { signal });
      row.append(button);
    }
    this.#body.before(row);
    // What is set in before anybody touched the text goes to its end, not above its first word.
    if (document.activeElement !== this.#body) this.#body.setSelectionRange(this.#body.value.length, this.#body.value.length);
    this.#body.after(this.#status);
    signal.addEventListener("abort", () => row.remove());
    this.#body.addEventListener("paste", (event) => this.#paste(event), { signal });
    this.#form.addEventListener("input", (event) => event.target.type !== "file" && this.#soon(SAVE_AFTER), { signal });
    this.#form.addEventListener("submit", (event) => this.#leave(event), { signal });
    this.addEventListener("click", (event) => this.#insert(event), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.#timer && this.#save({ keepalive: true }), { signal });
    addEventListener("online", () => this.#timer && this.#save(), { signal });
  }

  disconnectedCallback() {
    this.#life.abort();
    clearTimeout(this.#timer);
  }

  get #form() {
    return this.querySelector("form");
  }

  get #body() {
    return this.querySelector("textarea[name=body]");
  }

  #put(make) {
    const { selectionStart, selectionEnd, value } = this.#body;
    this.#type(make(value.slice(selectionStart, selectionEnd)));
  }

  /** As if typed, so that the browser's own undo takes it back. */
  #type(text) {
    this.#body.focus();
    if (!document.execCommand("insertText", false, text)) {
      this.#body.setRangeText(text, this.#body.selectionStart, this.#body.selectionEnd, "end");
      this.#soon(SAVE_AFTER);
    }
  }

  #paste(event) {
    const html = event.clipboardData?.getData("text/html");
    if (!html) return;
    event.preventDefault();
    this.#type(markdownOf(html) || event.clipboardData.getData("text/plain"));
  }

  #insert(event) {
    const chosen = event.target.closest("button[data-insert]");
    if (chosen) this.#type(`\n\n${chosen.dataset.insert}\n\n`);
  }

  /** What is on its way is waited for, so that the form names the version that it made. */
  #leave(event) {
    if (this.#busy) {
      event.preventDefault();
      this.#saving.then(() => this.#form.requestSubmit(event.submitter ?? undefined));
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#form.elements.at.value = String(this.#body.selectionStart);
  }

  #soon(after) {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), after);
  }

  /** One at a time, so that each names the version that the one before made. */
  #save({ keepalive = false } = {}) {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (this.#stopped) return;
    this.#busy = true;
    this.#saving = this.#saving.then(() => this.#send(keepalive)).catch(() => this.#failed()).then(() => (this.#busy = false));
  }

  async #send(keepalive) {
    const said = new FormData(this.#form);
    const body = new FormData();
    for (const name of KEPT) body.append(name, said.get(name) ?? "");
    const answer = await request(this.getAttribute("save"), { method: "POST", body, keepalive });
    if (loggedOut(answer)) return this.#stop(say("登录已过期。请先复制正文，再到新窗口登录，回来接着存"));
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) {
      this.#form.elements.version.value = told.version;
      const clock = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
      this.#status.textContent = say("已自动保存 {clock}", { clock });
    } else if (answer.status === 409) {
      this.#stop(told.sentence);
    } else if (told.sentence) {
      this.#status.textContent = told.sentence;
    } else {
      this.#failed();
    }
  }

  #failed() {
    this.#status.textContent = say("还没存上，请检查网络；会自动再试");
    this.#soon(AGAIN_AFTER);
  }

  /** Nothing is saved by itself any more; what was written stays in the page. */
  #stop(sentence) {
    this.#stopped = true;
    this.#status.textContent = "";
    this.#body.after(node("div", { class: "banner banner-warn", role: "alert" }, node("p", {}, sentence)));
  }
}

customElements.define("article-editor", ArticleEditor);
