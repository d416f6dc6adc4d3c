// Whether the browser grants a device permission now, live: `<device-permission name="camera">` (clause 5.4).
import { say } from "./words.js";

const STATES = { granted: "浏览器：已允许", denied: "浏览器：已禁止", prompt: "浏览器：用到时会先问您" };

class DevicePermission extends HTMLElement {
  #life;

  async connectedCallback() {
    const life = (this.#life = new AbortController());
    const status = await navigator.permissions?.query({ name: this.getAttribute("name") }).catch(() => null);
    if (life.signal.aborted) return;
    if (!status) {
      this.textContent = say("这个浏览器不说它允许了没有");
      return;
    }
    const show = () => (this.textContent = say(STATES[status.state]));
    status.addEventListener("change", show, { signal: life.signal });
    show();
  }

  disconnectedCallback() {
    this.#life.abort();
  }
}

customElements.define("device-permission", DevicePermission);
