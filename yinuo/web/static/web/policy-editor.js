// Line numbers beside a text of a policy, with the lines that lint named; a button with data-line leads there.

class PolicyEditor extends HTMLElement {
  #stop = null;

  connectedCallback() {
    const text = this.querySelector("textarea");
    if (!text) return;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const gutter = document.createElement("pre");
    gutter.className = "policy-gutter";
    gutter.setAttribute("aria-hidden", "true");
    this.prepend(gutter);
    const marked = new Set((this.getAttribute("lines") ?? "").split(" ").map(Number));
    let count = 0;
    const number = () => {
      const lines = text.value.split("\n").length;
      if (lines === count) return;
      count = lines;
      gutter.textContent = Array.from({ length: lines }, (_, i) => (marked.has(i + 1) ? `● ${i + 1}` : `${i + 1}`)).join("\n");
    };
    const follow = () => (gutter.scrollTop = text.scrollTop);
    text.addEventListener("input", number, { signal });
    text.addEventListener("scroll", follow, { signal, passive: true });
    document.addEventListener("click", (event) => {
      const line = Number(event.target.closest("[data-line]")?.dataset.line);
      if (line) goTo(text, line);
    }, { signal });
    number();
    const first = Number(location.hash.replace("#line-", ""));
    if (first) goTo(text, first);
  }

  disconnectedCallback() {
    this.#stop?.abort();
    this.querySelector(".policy-gutter")?.remove();
  }
}

function goTo(text, line) {
  const lines = text.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  text.scrollTop = Math.max(0, (line - 4) * Number.parseFloat(getComputedStyle(text).lineHeight));
}

customElements.define("policy-editor", PolicyEditor);
