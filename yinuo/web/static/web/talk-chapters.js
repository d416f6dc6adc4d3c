// Chapters of a recording: a tap jumps there in the page's own player. Without this script each is a link to the recording.
class TalkChapters extends HTMLElement {
  #life;

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.addEventListener("click", (event) => this.#jump(event), { signal });
    this.#player?.addEventListener("timeupdate", () => this.#show(), { signal });
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  get #player() {
    return this.querySelector("audio");
  }

  get #chapters() {
    return [...this.querySelectorAll("a[data-at]")];
  }

  #jump(event) {
    const chapter = event.target.closest("a[data-at]");
    if (!chapter || !this.#player) return;
    event.preventDefault();
    this.#player.currentTime = Number(chapter.dataset.at);
    this.#player.play().catch(() => {});
  }

  #show() {
    const now = this.#chapters.filter((chapter) => Number(chapter.dataset.at) <= this.#player.currentTime + 0.25).at(-1);
    for (const chapter of this.#chapters) chapter.toggleAttribute("aria-current", chapter === now);
  }
}

customElements.define("talk-chapters", TalkChapters);
