// Leaves nothing of a person on the device.
import { destroy } from "./outbox-store.js";

export async function wipeDevice() {
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  const caches_ = "caches" in window ? await caches.keys() : [];
  await Promise.allSettled([
    destroy(),
    ...caches_.map((name) => caches.delete(name)),
    ...registrations.map((registration) => registration.unregister()),
  ]);
}
