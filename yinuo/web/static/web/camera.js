// Takes one picture: by the camera with a preview, or out of the album. Consent is asked before either.
import { ask } from "./consent-ask.js";
import { dialog, node } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./words.js";

const LARGEST = 20 * 1024 * 1024;
const LONG_EDGE = 2560;

/** `{blob, through, width, height}`, `{sentence}` when it can't be, or null when the person went back. */
export async function fromCamera({ purpose, item, facing = "environment" }) {
  const { granted, stream, sentence, lacking } = await ask({ purpose, item, permission: "camera", facing });
  if (!granted && lacking) return picked(await choose({ capture: facing }), "camera");
  if (!granted) return { sentence };
  try {
    const blob = await shoot(stream);
    return blob && (await picked(blob, "camera"));
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

export async function fromAlbum({ purpose, item }) {
  const { granted, sentence } = await ask({ purpose, item, permission: "album" });
  return granted ? picked(await choose({}), "album") : { sentence };
}

async function picked(blob, through) {
  if (!blob) return null;
  if (blob.size > LARGEST) return { sentence: say("图片超过 20 MB，请换一张小一点的") };
  if (!blob.type.startsWith("image/")) return { sentence: say("请选择一张图片") };
  const size = await createImageBitmap(blob).catch(() => null);
  const { width = null, height = null } = size ?? {};
  size?.close();
  return { blob, through, width, height };
}

function choose({ capture }) {
  const input = node("input", { type: "file", accept: "image/*", capture, hidden: true });
  document.body.append(input);
  return new Promise((resolve) => {
    input.addEventListener("change", () => resolve(input.files[0] ?? null));
    input.addEventListener("cancel", () => resolve(null));
    input.click();
  }).finally(() => input.remove());
}

/** The live picture, a shutter, and a look at what was taken. The dialog's end is the answer. */
function shoot(stream) {
  const live = node("video", { class: "photo-live", playsinline: true, muted: true, autoplay: true, "aria-label": say("摄像头画面") });
  live.muted = true;
  live.srcObject = stream;
  const still = node("img", { class: "photo-live", alt: say("已选好的图片"), hidden: true });
  const button = (word, kind = "") => node("button", { type: "button", class: `button ${kind}` }, say(word));
  const [back, shutter, again, use] = [button("关闭"), button("拍摄", "button-primary"), button("重拍"), button("用这张", "button-primary")];
  shutter.autofocus = true;
  shutter.prepend(icon("camera"));
  const before = node("div", { class: "sheet-actions" }, back, shutter);
  const after = node("div", { class: "sheet-actions", hidden: true }, again, use);
  const box = dialog("sheet", say("拍照"), live, still, before, after);
  let blob = null;
  const show = (taken) => {
    URL.revokeObjectURL(still.src);
    if (taken) still.src = URL.createObjectURL(taken);
    live.hidden = before.hidden = Boolean(taken);
    still.hidden = after.hidden = !taken;
    blob = taken;
  };
  back.addEventListener("click", () => box.close());
  again.addEventListener("click", () => (show(null), live.play()));
  use.addEventListener("click", () => box.close("use"));
  shutter.addEventListener("click", async () => {
    shutter.disabled = true;
    show(await frame(live));
    shutter.disabled = false;
    use.focus();
  });
  return new Promise((resolve) => {
    box.addEventListener("close", () => {
      URL.revokeObjectURL(still.src);
      live.srcObject = null;
      resolve(box.returnValue === "use" ? blob : null);
    });
    // A camera that is taken away in the middle ends it.
    stream.getVideoTracks()[0].addEventListener("ended", () => blob ?? box.close());
  });
}

function frame(video) {
  const smaller = Math.min(1, LONG_EDGE / Math.max(video.videoWidth, video.videoHeight));
  const canvas = node("canvas", { width: Math.round(video.videoWidth * smaller), height: Math.round(video.videoHeight * smaller) });
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9));
}
