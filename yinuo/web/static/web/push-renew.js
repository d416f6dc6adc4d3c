// A device that took pushes before this log-in takes them on; it asks nothing, and does nothing where it was off.
import { fromBrowser, keep, way } from "./push-subscription.js";

class PushRenew extends HTMLElement {
  async connectedCallback() {
    const { key, items, standIn } = this.dataset;
    const found = way({ key, standIn });
    if (!found || standIn || found.service === "push_huawei" || !JSON.parse(items)[found.service]) return;
    if (Notification.permission !== "granted") return;
    const { pushManager } = await navigator.serviceWorker.ready;
    if (await pushManager.getSubscription()) await keep(await fromBrowser(key)).catch(() => {});
  }
}

customElements.define("push-renew", PushRenew);
