// One side of a call, run as a carrier runs it: ask for TwiML, carry it out, ask for the next.

import { Digits } from "./digits.js";
import { sign } from "./signature.js";
import { numberOf } from "./twiml.js";
import { parse } from "./twiml.js";
import { textOf } from "./twiml.js";
import { rest } from "./waiting.js";
import { untilAborted } from "./waiting.js";

const GATHER_SECONDS = 5; // Twilio's own, when the document does not say

/**
 * @typedef {object} Side what the person at this end meets
 * @property {() => void} asking the line is being asked; keys are lost meanwhile
 * @property {(keys: string, most: number) => void} listening keys count from now on; `keys` are those with a meaning
 * @property {(urls: string[]) => void} prepare clips that will follow
 * @property {(url: string, signal: AbortSignal) => Promise<void>} hear resolves at the end of the clip or when aborted
 * @property {(seconds: number) => void} waiting silence is being counted
 * @property {(digits: string) => void} typed
 * @property {(digits: string) => void} entered the keys that are sent; "" for silence
 * @property {(message: string) => void} fault
 */

/** @typedef {{ url: string, method: string, fields: Record<string, string> }} Step an address to ask next */
/** @typedef {"hung up" | "document ended" | "rejected"} Ending */
/** @typedef {(dial: Element, signal: AbortSignal) => Promise<Record<string, string>>} Dialler gives the Dial... fields */

export class Leg {
  #address = "";
  #meaningful = "";
  /** @type {Digits | null} */
  #digits = null;

  /**
   * @param {object} setup
   * @param {Record<string, string>} setup.fields the form fields of every request
   * @param {Record<string, string>} setup.headers
   * @param {string} setup.token
   * @param {number | null} setup.silence seconds that replace every Gather's timeout
   * @param {Side} setup.side
   * @param {Dialler} [setup.dial]
   */
  constructor({ fields, headers, token, silence, side, dial }) {
    this.fields = fields;
    this.headers = headers;
    this.token = token;
    this.silence = silence;
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
    let next = { url, method: "POST", fields };
    while (next && typeof next === "object") next = await this.#carryOut(await this.#document(next, signal), signal);
    return next ?? "document ended";
  }

  /**
   * A key of this side's phone.
   * @param {string} key
   * @returns {boolean} false when nobody was listening and the key is lost
   */
  press(key) {
    this.#digits?.press(key);
    return this.#digits !== null;
  }

  /**
   * Ask an address, as the carrier does.
   * @param {Step} step
   * @param {AbortSignal} [signal]
   */
  async request({ url, method, fields }, signal) {
    const form = { ...this.fields, ...fields };
    const address = new URL(url, this.#address || location.href);
    if (method === "GET") for (const [name, value] of Object.entries(form)) address.searchParams.append(name, value);
    const signature = await sign(address.href, method === "GET" ? {} : form, this.token);
    const response = await fetch(address, {
      method,
      signal,
      headers: { ...this.headers, "X-Twilio-Signature": signature },
      body: method === "GET" ? undefined : new URLSearchParams(form),
    });
    if (!response.ok) throw new Error(`The line answered ${response.status} ${response.statusText} at ${address.pathname}.`);
    this.#address = address.href;
    return response;
  }

  /**
   * @param {Step} step
   * @param {AbortSignal} signal
   */
  async #document(step, signal) {
    this.side.asking();
    const response = await this.request(step, signal);
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
      default:
        await this.#sound(verb, signal);
        return null;
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
      seconds: this.silence ?? numberOf(gather, "timeout", GATHER_SECONDS),
      onFirstKey: () => barge.abort(),
      onWait: (seconds) => this.side.waiting(seconds),
      onTyped: (typed) => this.side.typed(typed),
    });
    this.#digits = digits;
    this.side.listening(this.#meaningful, digits.rules.most);
    this.#sounds(gather, AbortSignal.any([signal, barge.signal])).then(() => digits.soundEnded());
    try {
      const entered = await untilAborted(digits.done, signal);
      this.side.entered(entered);
      return entered ? this.#step(gather, gather.getAttribute("action"), { Digits: entered }) : null;
    } finally {
      this.#digits = null;
      digits.close();
    }
  }

  /**
   * @param {Element} gather
   * @param {AbortSignal} signal
   */
  async #sounds(gather, signal) {
    const sounds = [...gather.children];
    this.side.prepare(sounds.filter((sound) => sound.tagName === "Play").map(textOf));
    for (const sound of sounds) if (!signal.aborted) await this.#sound(sound, signal);
  }

  /**
   * A <Play> or a <Pause>. A clip that cannot be played is told and left out: it never ends a call.
   * @param {Element} sound
   * @param {AbortSignal} signal
   */
  async #sound(sound, signal) {
    if (sound.tagName === "Pause") return rest(numberOf(sound, "length", 1), signal);
    try {
      return await this.side.hear(textOf(sound), signal);
    } catch (fault) {
      if (signal.aborted) return undefined;
      return this.side.fault(`${textOf(sound).split("/").slice(-2).join("/")}: ${/** @type {Error} */ (fault).message}`);
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
