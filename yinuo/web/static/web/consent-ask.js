// The one place that asks: consent to an item and the device's own permission, at the moment of use, clause first.
import { dialog, loggedOut, node, request, tell } from "./dom.js";
import { english, say } from "./words.js";

const DEVICES = {
  microphone: {
    wanted: () => ({ audio: true }),
    NotAllowedError: "浏览器没有允许使用麦克风。请在地址栏左侧的网站设置里允许后再试",
    other: "这台设备没有可用的麦克风，可以改用文字",
  },
  camera: {
    wanted: (facing) => ({ video: { facingMode: facing, width: { ideal: 1920 }, height: { ideal: 1440 } } }),
    NotAllowedError: "浏览器没有允许使用摄像头。请在地址栏左侧的网站设置里允许后再试，或从相册选",
    other: "这台设备没有可用的摄像头，可以从相册选",
  },
};

const NOTIFICATION = "浏览器没有允许显示通知。请在地址栏左侧的网站设置里允许后再试";

// What is known to be granted, so that nothing need be asked of a dead network; forgotten when a consent changes.
const known = new Map();
document.addEventListener("yinuo:seat", () => known.clear());

/**
 * Ask what is needed to capture `item` for `purpose` through `permission` (`microphone`, `camera`, `album` or none).
 * Answers `{granted, stream?, sentence?}`; the caller stops the stream.
 */
export async function ask({ purpose, item, permission = "", facing = "environment" }) {
  const standing = await look(purpose, item);
  if (standing.sentence) return { granted: false, sentence: standing.sentence };
  if (!standing.granted && !(await sheet(purpose, item, standing))) return { granted: false, sentence: say("您选择了不同意。想用时再点一次就可以") };
  known.set(`${purpose}|${item}`, { ...standing, granted: true });
  if (permission === "notification") return notifying();
  return DEVICES[permission] ? device(DEVICES[permission], facing) : { granted: true };
}

async function look(purpose, item) {
  const before = known.get(`${purpose}|${item}`);
  if (before) return before;
  const query = new URLSearchParams({ purpose, item, tapped: "1" });
  const answer = await request(`/consent/ask/?${query}`).catch(() => null);
  if (!answer || answer.status >= 500) return { sentence: say("现在问不到您的授权记录，请检查网络后再试") };
  if (loggedOut(answer)) {
    tell(document, "yinuo:logged-out", {});
    return { sentence: say("登录已过期，写好的内容还在。重新登录后会自动发出") };
  }
  if (!answer.ok) return { sentence: say("现行隐私政策没有列出这项用途，所以不能使用") };
  const standing = await answer.json();
  return standing.granted || standing.ask ? standing : { sentence: say("现行隐私政策没有列出这项用途，所以不能使用") };
}

async function device({ wanted, NotAllowedError, other }, facing) {
  try {
    return { granted: true, stream: await navigator.mediaDevices.getUserMedia(wanted(facing)) };
  } catch (problem) {
    return { granted: false, lacking: problem.name !== "NotAllowedError", sentence: say(problem.name === "NotAllowedError" ? NotAllowedError : other) };
  }
}

async function notifying() {
  const granted = "Notification" in window && (await Notification.requestPermission()) === "granted";
  return granted ? { granted } : { granted, sentence: say(NOTIFICATION) };
}

/** What, for what, under which clause, what refusing costs, and two buttons of one size. */
function sheet(purpose, item, { title, does, why, clause, clause_url, notice, refusing }) {
  const { promise, resolve } = answerable();
  const question = say("是否同意提供“{title}”？", { title });
  const heading = node("h2", { class: "sheet-title", tabindex: -1, autofocus: true }, question);
  const trouble = node("p", { class: "field-error", role: "alert", hidden: true });
  const agree = node("button", { type: "button", class: "button", "data-answer": "grant" }, say("同意"));
  const decline = node("button", { type: "button", class: "button", "data-answer": "refuse" }, say("不同意"));
  const box = dialog(
    "sheet consent-sheet",
    question,
    heading,
    told("用在哪里：", does),
    told("为什么需要：", why),
    told("不同意会怎样：", refusing),
    clause_url ? node("p", {}, node("a", { href: clause_url, target: "_blank", rel: "noopener" }, say("第 {clause} 条", { clause }), " · ", say("阅读这一条"))) : null,
    english ? node("p", { class: "muted" }, say("引用的政策文字以中文为准")) : null,
    trouble,
    node("div", { class: "sheet-actions" }, decline, agree),
  );
  const answer = async (act) => {
    agree.disabled = decline.disabled = true;
    const body = new FormData();
    for (const [name, value] of Object.entries({ purpose, item, notice })) body.append(name, value);
    const sent = await request(`/consent/${act}/`, { method: "POST", body }).catch(() => null);
    if (sent?.ok || act === "refuse") return resolve(act === "grant"), box.close();
    agree.disabled = decline.disabled = false;
    trouble.hidden = false;
    trouble.textContent = (await sent?.json().catch(() => null))?.sentence ?? say("现在问不到您的授权记录，请检查网络后再试");
  };
  agree.addEventListener("click", () => answer("grant"));
  decline.addEventListener("click", () => answer("refuse"));
  box.addEventListener("close", () => resolve(false));
  return promise;
}

/** A line in the policy's own words, which are Chinese in every language of the page. */
function told(label, words) {
  return words ? node("p", {}, node("span", { class: "muted" }, say(label)), node("span", { lang: "zh-CN" }, /[。？！]$/.test(words) ? words : `${words}。`)) : null;
}

function answerable() {
  const made = {};
  made.promise = new Promise((resolve) => (made.resolve = resolve));
  return made;
}

/** In a page: a button inside asks ahead of time, `<consent-ask purpose item permission><button>…`. Bare, it only is there. */
class ConsentAsk extends HTMLElement {
  #life;

  connectedCallback() {
    this.#life = new AbortController();
    this.addEventListener("click", (event) => event.target.closest("button") && this.#ask(), { signal: this.#life.signal });
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  async #ask() {
    const [purpose, item, permission] = ["purpose", "item", "permission"].map((name) => this.getAttribute(name) ?? "");
    const { stream, ...answer } = await ask({ purpose, item, permission });
    for (const track of stream?.getTracks() ?? []) track.stop();
    tell(this, "consent-answered", answer);
  }
}

customElements.define("consent-ask", ConsentAsk);
