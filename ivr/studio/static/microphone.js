// The microphone: what is recorded, and how loud it is.

/** What a microphone gave: the recording, and the level meanwhile. */
export class Microphone {
  /** @param {(level: number) => void} tell how loud it is now, from 0 to 1 */
  constructor(tell) {
    this.tell = tell;
    /** @type {MediaStream | null} */
    this.stream = null;
    /** @type {MediaRecorder | null} */
    this.recorder = null;
    /** @type {AudioContext | null} */
    this.context = null;
  }

  /** Begin. @throws {Error} when there is no microphone or it may not be used */
  async start() {
    const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    this.stream = await navigator.mediaDevices.getUserMedia({ audio: plain });
    /** @type {Blob[]} */
    this.parts = [];
    this.recorder = new MediaRecorder(this.stream, { audioBitsPerSecond: 96_000 });
    this.recorder.addEventListener("dataavailable", (event) => this.parts?.push(event.data));
    this.recorder.start();
    this.measure(this.stream);
  }

  /** @param {MediaStream} stream */
  measure(stream) {
    this.context = new AudioContext();
    const analyser = this.context.createAnalyser();
    this.context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const look = () => {
      if (this.recorder?.state !== "recording") return;
      analyser.getFloatTimeDomainData(samples);
      this.tell(
        Math.min(
          1,
          samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0),
        ),
      );
      requestAnimationFrame(look);
    };
    look();
  }

  /** End. @returns {Promise<Blob>} the recording */
  async stop() {
    const recorder = this.recorder;
    if (!recorder) throw new Error("Nothing is being recorded.");
    const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve, { once: true }));
    recorder.stop();
    await ended;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    await this.context?.close();
    return new Blob(this.parts, { type: recorder.mimeType });
  }
}
