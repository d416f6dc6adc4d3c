// A stand-in's page follows what comes in. Nothing is replaced when nothing came, or while somebody is inside the list.
const EVERY_MS = 2000;

function local(list) {
  for (const time of list.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) time.textContent = at.toLocaleString("zh-CN", { hour12: false });
  }
}

async function look() {
  const list = document.getElementById("kept");
  if (document.hidden || list.contains(document.activeElement)) return;
  const answer = await fetch("./", { cache: "no-store" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [found, count] = [page.getElementById("kept"), page.getElementById("count")];
  if (!answer.ok || !found || !count) return;
  local(found);
  if (found.isEqualNode(list)) return;
  list.replaceChildren(...found.childNodes);
  document.getElementById("count").textContent = count.textContent;
}

local(document.getElementById("kept"));
setInterval(() => look().catch(() => {}), EVERY_MS); // a stand-in that stopped is looked for again
