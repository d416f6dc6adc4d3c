// One recording from a microphone's stream: levels while it runs, a file when it ends. It owns the stream.
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/webm"];
const LEVEL_MS = 60;

export class Recording {
  #stream;
  #recorder;
  #context;
  #analyser;
  #chunks = [];
  #timer = 0;
  #started = 0;
  #before = 0;
  #stopped;
  peaks = [];

  /** Begins at once. `onLevel()` is called whenever `peaks` has grown. */
  constructor(stream, onLevel) {
    this.#stream = stream;
    this.#recorder = new MediaRecorder(stream, { mimeType: TYPES.find((type) => MediaRecorder.isTypeSupported(type)), audioBitsPerSecond: 32_000 });
    this.#recorder.addEventListener("dataavailable", ({ data }) => data.size && this.#chunks.push(data));
    this.#stopped = new Promise((resolve) => this.#recorder.addEventListener("stop", resolve, { once: true }));
    this.#context = new AudioContext();
    this.#analyser = this.#context.createAnalyser();
    this.#context.createMediaStreamSource(stream).connect(this.#analyser);
    const samples = new Float32Array(this.#analyser.fftSize);
    this.#timer = setInterval(() => {
      if (this.#recorder.state === "paused") return;
      this.#analyser.getFloatTimeDomainData(samples);
      const loudness = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
      this.peaks.push(Math.min(100, Math.round(Math.sqrt(loudness) * 160)));
      onLevel();
    }, LEVEL_MS);
    this.#recorder.start();
    this.#started = performance.now();
  }

  get seconds() {
    const running = this.#recorder.state === "paused" ? 0 : performance.now() - this.#started;
    return (this.#before + running) / 1000;
  }

  /** Pause it or go on; answers whether it is paused now. */
  toggle() {
    if (this.#recorder.state === "paused") {
      this.#started = performance.now();
      this.#recorder.resume();
      return false;
    }
    this.#before += performance.now() - this.#started;
    this.#recorder.pause();
    return true;
  }

  /** End it: `{blob, seconds}`. */
  async finish() {
    const { seconds } = this;
    this.#release();
    await this.#stopped;
    return { blob: new Blob(this.#chunks, { type: this.#recorder.mimeType.split(";")[0] }), seconds };
  }

  discard() {
    this.#release();
    this.#chunks = [];
  }

  #release() {
    clearInterval(this.#timer);
    if (this.#recorder.state !== "inactive") this.#recorder.stop();
    for (const track of this.#stream.getTracks()) track.stop();
    this.#context.close();
  }
}
