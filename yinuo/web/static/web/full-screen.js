// Shows what stands in it on the whole screen, and keeps the screen from going dark: `<full-screen>` around a hidden button.

class FullScreen extends HTMLElement {
  #life;
  #lock = null;

  connectedCallback() {
    const life = (this.#life = new AbortController());
    const button = this.querySelector("button");
    if (button && this.requestFullscreen) {
      button.hidden = false;
      button.addEventListener("click", () => this.requestFullscreen().catch(() => (button.hidden = true)), { signal: life.signal });
      document.addEventListener("fullscreenchange", () => (button.hidden = Boolean(document.fullscreenElement)), { signal: life.signal });
    }
    document.addEventListener("visibilitychange", () => this.#awake(), { signal: life.signal });
    this.#awake();
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#lock?.release().catch(() => {});
  }

  async #awake() {
    if (document.visibilityState !== "visible") return;
    const lock = await navigator.wakeLock?.request("screen").catch(() => null);
    if (this.#life.signal.aborted) await lock?.release();
    else this.#lock = lock ?? null;
  }
}

customElements.define("full-screen", FullScreen);
