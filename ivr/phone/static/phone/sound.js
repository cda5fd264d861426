// What is heard: clips, the keys' tones, the ringing.

import { fetched } from "../shared/fetched.js";
import { rest } from "./carrier/waiting.js";

// The two tones of each key (ITU-T Q.23), in hertz.
const ROWS = { 123: 697, 456: 770, 789: 852, "*0#": 941 };
const COLUMNS = { "147*": 1209, 2580: 1336, "369#": 1477 };
const RINGING = [425]; // Belgium: one second in four (ITU-T E.180)
const SOFT = 0.06;
const GLIMPSE = 0.2; // seconds a clip takes when sound is skipped

export class Sound {
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {GainNode | null} */
  #volume = null;
  /** @type {Map<string, Promise<AudioBuffer>>} the clips of the present question */
  #clips = new Map();
  /** @type {AbortController} */
  #cut = new AbortController();
  #muted = false;
  #skipping = false;

  /** To be called in answer to a click or a key: before one, browsers keep a page silent. */
  wake() {
    if (!this.#context) {
      this.#context = new AudioContext();
      this.#volume = new GainNode(this.#context, { gain: this.#muted ? 0 : 1 });
      this.#volume.connect(this.#context.destination);
    }
    this.#context.resume();
  }

  /** @param {boolean} muted */
  set muted(muted) {
    this.#muted = muted;
    if (this.#volume) this.#volume.gain.value = muted ? 0 : 1;
  }

  /** @param {boolean} skipping clips take a moment instead of their time, the present one too */
  set skipping(skipping) {
    this.#skipping = skipping;
    if (skipping) this.#cut.abort();
  }

  /**
   * Fetch what follows, so that a sentence of several clips has no gaps.
   * @param {string[]} urls
   */
  prepare(urls) {
    this.#clips.clear();
    if (this.#skipping) return;
    for (const url of urls) this.#load(url).catch(() => undefined); // told when its turn comes, in play
  }

  /**
   * @param {string} url
   * @param {AbortSignal} signal
   * @throws {Error} when the clip cannot be fetched or understood
   */
  async play(url, signal) {
    this.#cut = new AbortController();
    if (this.#skipping) return rest(GLIMPSE, signal);
    const buffer = await this.#load(url);
    const stop = AbortSignal.any([signal, this.#cut.signal]);
    if (stop.aborted) return undefined;
    const source = new AudioBufferSourceNode(this.#running, { buffer });
    source.connect(this.#output);
    const ended = new Promise((resolve) => (source.onended = resolve));
    source.start();
    stop.addEventListener("abort", () => source.stop(), { once: true });
    // A machine without a loudspeaker has no clock for sound: the call goes on all the same.
    await Promise.race([ended, rest(buffer.duration + 1, stop)]);
    return undefined;
  }

  /** @param {string} key */
  beep(key) {
    const of = (/** @type {Record<string, number>} */ tones) =>
      Object.entries(tones).find(([keys]) => keys.includes(key))?.[1] ?? 0;
    this.#tone([of(ROWS), of(COLUMNS)], 0.12);
  }

  /** @param {AbortSignal} signal */
  async ring(signal) {
    while (!signal.aborted) {
      this.#tone(RINGING, 1, signal);
      await rest(4, signal);
    }
  }

  get #running() {
    if (!this.#context) this.wake();
    return /** @type {AudioContext} */ (this.#context);
  }

  get #output() {
    return /** @type {GainNode} */ (this.#volume);
  }

  /**
   * @param {string} url
   * @returns {Promise<AudioBuffer>}
   */
  #load(url) {
    const clip = this.#clips.get(url) ?? this.#fetch(url);
    this.#clips.set(url, clip);
    return clip;
  }

  /** @param {string} url */
  async #fetch(url) {
    const response = await fetched(url);
    if (!response.ok) throw new Error(`this clip cannot be fetched (${response.status}).`);
    return this.#running.decodeAudioData(await response.arrayBuffer());
  }

  /**
   * @param {number[]} tones in hertz
   * @param {number} seconds
   * @param {AbortSignal} [signal]
   */
  #tone(tones, seconds, signal) {
    const context = this.#running;
    const start = context.currentTime;
    const gain = new GainNode(context, { gain: 0 });
    // Eased in and out: a tone cut sharply clicks.
    gain.gain.setTargetAtTime(SOFT, start, 0.01);
    gain.gain.setTargetAtTime(0, start + seconds - 0.04, 0.01);
    gain.connect(this.#output);
    for (const frequency of tones) {
      const oscillator = new OscillatorNode(context, { frequency });
      oscillator.connect(gain);
      oscillator.start(start);
      oscillator.stop(start + seconds);
      signal?.addEventListener("abort", () => oscillator.stop(), { once: true });
    }
  }
}
