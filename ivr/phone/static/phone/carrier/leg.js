// One side of a call, run as a carrier runs it: ask for TwiML, carry it out, ask for the next.

import { Digits } from "./digits.js";
import { play } from "./playback.js";
import { numberOf, parse, textOf } from "./twiml.js";
import { untilAborted } from "./waiting.js";
import { ask } from "./webhook.js";

const GATHER_SECONDS = 5; // Twilio's own, when the document does not say

/**
 * @typedef {object} Turn what a Gather waits for
 * @property {string} keys those with a meaning, as the demonstration tells
 * @property {number} most digits
 * @property {string} finish the key that ends the number; "" for none
 * @property {number} seconds
 * @property {string[]} urls of its clips
 */
/**
 * @typedef {object} Side what the person at this end meets
 * @property {() => void} asking the line is being asked; keys are lost meanwhile
 * @property {(turn: Turn) => void} listening keys count from now on
 * @property {(urls: string[]) => void} prepare clips that will follow
 * @property {(url: string, signal: AbortSignal) => Promise<void>} hear resolves at the end of the clip or when aborted
 * @property {(seconds: number) => void} waiting silence is being counted
 * @property {(digits: string) => void} typed
 * @property {(digits: string) => void} entered the keys that are sent; "" for silence
 * @property {(message: string) => void} fault
 */

/** @typedef {import("./webhook.js").Step} Step */
/** @typedef {"hung up" | "document ended" | "rejected"} Ending */
/** @typedef {(dial: Element, signal: AbortSignal) => Promise<Record<string, string>>} Dialler gives the Dial... fields */

export class Leg {
  #address = location.href;
  #meaningful = "";
  /** @type {Digits | null} */
  #digits = null;

  /**
   * @param {import("./webhook.js").Line} line
   * @param {Side} side
   * @param {Dialler} [dial]
   */
  constructor(line, side, dial) {
    this.line = line;
    this.side = side;
    this.dial = dial;
  }

  /**
   * @param {string} url where the first TwiML is
   * @param {AbortSignal} signal aborted when this side hangs up
   * @param {Record<string, string>} fields of the first request alone
   * @returns {Promise<Ending>}
   * @throws {Error} what the line answered cannot be carried out, or the signal's reason
   */
  async run(url, signal, fields = {}) {
    /** @type {Step | Ending | null} */
    let next = { url: new URL(url, this.#address).href, method: "POST", fields };
    while (next && typeof next === "object") next = await this.#carryOut(await this.#document(next, signal), signal);
    return next ?? "document ended";
  }

  /**
   * A key of this side's phone.
   * @param {string} key
   * @returns {boolean} false when no Gather was running: then a carrier loses the key
   */
  press(key) {
    this.#digits?.press(key);
    return this.#digits !== null;
  }

  /**
   * @param {Step} step
   * @param {AbortSignal} signal
   */
  async #document(step, signal) {
    this.side.asking();
    const response = await ask(step, this.line, signal);
    this.#address = step.url;
    this.#meaningful = response.headers.get("X-Demo-Keys") ?? "";
    return parse(await response.text());
  }

  /**
   * @param {Element[]} verbs
   * @param {AbortSignal} signal
   * @returns {Promise<Step | Ending | null>}
   */
  async #carryOut(verbs, signal) {
    for (const verb of verbs) {
      const next = await this.#do(verb, signal);
      signal.throwIfAborted();
      if (next) return next;
    }
    return null;
  }

  /**
   * @param {Element} verb
   * @param {AbortSignal} signal
   * @returns {Promise<Step | Ending | null>} null: the next verb follows
   */
  async #do(verb, signal) {
    switch (verb.tagName) {
      case "Gather":
        return this.#gather(verb, signal);
      case "Dial":
        return this.#dial(verb, signal);
      case "Redirect":
        return this.#step(verb, textOf(verb));
      case "Hangup":
        return "hung up";
      case "Reject":
        return "rejected";
      case "Play":
      case "Pause":
        await play([verb], this.side, signal);
        return null;
      default:
        throw new Error(`This phone cannot carry out <${verb.tagName}>.`);
    }
  }

  /**
   * The first key stops the sound; silence is counted from the end of the sound, or from the last key.
   * Nothing entered: the next verb follows.
   * @param {Element} gather
   * @param {AbortSignal} signal
   */
  async #gather(gather, signal) {
    const barge = new AbortController();
    const digits = new Digits({
      most: numberOf(gather, "numDigits", Infinity),
      finish: gather.getAttribute("finishOnKey") ?? "#",
      seconds: numberOf(gather, "timeout", GATHER_SECONDS),
      onFirstKey: () => barge.abort(),
      onWait: (seconds) => this.side.waiting(seconds),
      onTyped: (typed) => this.side.typed(typed),
    });
    const urls = [...gather.children].filter((sound) => sound.tagName === "Play").map(textOf);
    this.#digits = digits;
    this.side.prepare(urls);
    this.side.listening({ ...digits.rules, keys: this.#meaningful, urls });
    play(gather.children, this.side, AbortSignal.any([signal, barge.signal])).then(() => digits.soundEnded());
    try {
      const entered = await untilAborted(digits.done, signal);
      this.side.entered(entered);
      const answered = entered || gather.getAttribute("actionOnEmptyResult") === "true";
      return answered ? this.#step(gather, gather.getAttribute("action"), { Digits: entered }) : null;
    } finally {
      this.#digits = null;
      digits.close();
    }
  }

  /**
   * @param {Element} dial
   * @param {AbortSignal} signal
   */
  async #dial(dial, signal) {
    if (!this.dial) throw new Error("<Dial> has no place in a whisper.");
    const outcome = await this.dial(dial, signal);
    const action = dial.getAttribute("action");
    return action ? this.#step(dial, action, outcome) : null;
  }

  /**
   * @param {Element} verb
   * @param {string | null} url without one, the same document is asked again
   * @param {Record<string, string>} fields
   * @returns {Step}
   */
  #step(verb, url, fields = {}) {
    return { url: new URL(url || this.#address, this.#address).href, method: verb.getAttribute("method") ?? "POST", fields };
  }
}
