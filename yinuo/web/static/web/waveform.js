// Bars on a canvas, in the canvas's own text colour; what has been played is full, the rest is pale.
const BAR = 3;
const GAP = 2;

/** `peaks`: 0 to 100. `played`: 0 to 1. */
export function drawWave(canvas, peaks, played = 1) {
  const scale = devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (!width || !height) return;
  if (canvas.width !== Math.round(width * scale)) canvas.width = Math.round(width * scale);
  if (canvas.height !== Math.round(height * scale)) canvas.height = Math.round(height * scale);
  const pen = canvas.getContext("2d");
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, width, height);
  pen.fillStyle = getComputedStyle(canvas).color;
  const bars = Math.floor((width + GAP) / (BAR + GAP));
  resampled(peaks, bars).forEach((peak, index) => {
    const tall = Math.max(2, (peak / 100) * height);
    pen.globalAlpha = (index + 0.5) / bars <= played ? 1 : 0.4;
    pen.fillRect(index * (BAR + GAP), (height - tall) / 2, BAR, tall);
  });
}

/** `count` values that keep the highest of each stretch. */
export function resampled(peaks, count) {
  if (!peaks.length) return new Array(count).fill(0);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * peaks.length) / count);
    const to = Math.max(from + 1, Math.floor(((index + 1) * peaks.length) / count));
    return Math.max(...peaks.slice(from, to));
  });
}
