// The phone of the worker whom a call is passed to.

import { within } from "../shared/elements.js";
import { Captions } from "./captions.js";
import { Leg } from "./carrier/leg.js";
import { outcome } from "./carrier/outcome.js";
import { newSid } from "./carrier/sid.js";
import { numberOf, textOf } from "./carrier/twiml.js";
import { rest, untilAborted } from "./carrier/waiting.js";
import { Countdown } from "./countdown.js";

const RING_SECONDS = 30; // Twilio's own, when the document does not say
const TIME_LIMIT_SECONDS = 14400;

/** @typedef {"ringing" | "whisper" | "talking"} Phase what the worker can do now; the page shows the buttons of each */
/** @typedef {import("./carrier/leg.js").Side} Side */
/**
 * @typedef {object} Transferred what the worker's side of the call has in common with the caller's
 * @property {import("./carrier/webhook.js").Line} line
 * @property {(message: string) => void} fault
 * @property {(phase: Phase) => void} tell how far the transfer is
 */

export class WorkerPhone {
  /** @type {Leg | null} */
  #leg = null;
  /** @type {(choice: string) => void} */
  #choose = () => undefined;

  /**
   * @param {HTMLElement} card
   * @param {import("./sound.js").Sound} sound
   * @param {import("./words.js").Words} words
   */
  constructor(card, sound, words) {
    this.card = card;
    this.sound = sound;
    this.words = words;
    this.captions = new Captions(this.#field("now"));
    this.countdown = new Countdown(this.#field("silence"));
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (card.querySelectorAll("button"))) {
      button.addEventListener("click", () => this.#pressed(button));
    }
  }

  /** Whether the worker's phone waits for a key. */
  get listens() {
    return this.card.dataset.phase === "whisper";
  }

  get rings() {
    return this.card.dataset.phase === "ringing";
  }

  /** @param {string} key */
  press(key) {
    this.sound.beep(key);
    this.#leg?.press(key);
  }

  /** @param {string} choice a data-choice of a button */
  choose(choice) {
    this.#choose(choice);
  }

  /**
   * Ring, and tell how it ended in the carrier's words.
   * @param {Element} dial
   * @param {Transferred} call
   * @param {AbortSignal} signal aborted when the caller hangs up
   * @returns {Promise<Record<string, string>>}
   */
  async answerTo(dial, call, signal) {
    const number = dial.querySelector("Number");
    const dialled = textOf(number ?? dial);
    this.#field("number").textContent = dialled;
    this.#field("from").textContent = dial.getAttribute("callerId") ?? call.line.fields.From;
    this.card.hidden = false;
    this.card.scrollIntoView({ block: "nearest" });
    try {
      call.tell("ringing");
      const answer = await this.#ring(numberOf(dial, "timeout", RING_SECONDS), signal);
      if (answer !== "answer") return outcome(answer, false, 0);
      const url = number?.getAttribute("url");
      if (url && !(await this.#accepts(url, dialled, call, signal))) return outcome("completed", false, 0);
      const started = Date.now();
      call.tell("talking");
      await this.#talk(numberOf(dial, "timeLimit", TIME_LIMIT_SECONDS), signal);
      return outcome("completed", true, Math.round((Date.now() - started) / 1000));
    } finally {
      this.card.hidden = true;
      delete this.card.dataset.phase;
    }
  }

  /**
   * @param {number} seconds
   * @param {AbortSignal} signal
   */
  async #ring(seconds, signal) {
    this.#enter("ringing", "Ringing…");
    const answered = new AbortController();
    const until = AbortSignal.any([signal, answered.signal]);
    this.sound.ring(until);
    this.countdown.start(seconds);
    try {
      return await untilAborted(Promise.race([this.#choice(), rest(seconds, until).then(() => "no-answer")]), signal);
    } finally {
      answered.abort();
      this.countdown.stop();
    }
  }

  /**
   * The whisper: what the worker hears before the caller.
   * @param {string} url
   * @param {string} number
   * @param {Transferred} call
   * @param {AbortSignal} signal
   */
  async #accepts(url, number, call, signal) {
    call.tell("whisper");
    this.#enter("whisper", "The worker hears");
    const refusal = new AbortController();
    this.#choice().then(() => refusal.abort());
    const { fields } = call.line;
    const own = { ParentCallSid: fields.CallSid, CallSid: newSid("CA"), To: number, Direction: "outbound-dial" };
    this.#leg = new Leg({ ...call.line, fields: { ...fields, ...own } }, this.#side(call.fault));
    try {
      return (await this.#leg.run(url, AbortSignal.any([signal, refusal.signal]))) === "document ended";
    } catch (fault) {
      signal.throwIfAborted();
      if (!refusal.signal.aborted) call.fault(/** @type {Error} */ (fault).message);
      return false;
    } finally {
      this.#leg = null;
      this.countdown.stop();
    }
  }

  /**
   * @param {number} seconds
   * @param {AbortSignal} signal
   */
  async #talk(seconds, signal) {
    this.#enter("talking", "In conversation");
    this.captions.note("Both can talk now. Either can hang up.");
    await untilAborted(Promise.race([this.#choice(), rest(seconds, signal)]), signal);
  }

  /**
   * @param {(message: string) => void} fault
   * @returns {Side}
   */
  #side(fault) {
    return {
      fault,
      asking: () => this.countdown.stop(),
      listening: () => undefined,
      prepare: (urls) => this.sound.prepare(urls),
      hear: async (url, signal) => {
        this.captions.speak(await this.words.of(url));
        await this.sound.play(url, signal);
      },
      waiting: (seconds) => this.countdown.start(seconds),
      typed: () => undefined,
      entered: () => this.captions.endSentence(),
    };
  }

  /**
   * @param {Phase} phase
   * @param {string} words
   */
  #enter(phase, words) {
    this.card.dataset.phase = phase;
    this.#field("phase").textContent = words;
    this.captions.clear();
  }

  /** @returns {Promise<string>} the next button of this phase that decides something */
  #choice() {
    return new Promise((resolve) => (this.#choose = resolve));
  }

  /** @param {HTMLButtonElement} button */
  #pressed({ dataset }) {
    if (dataset.key) this.press(dataset.key);
    else this.choose(dataset.choice ?? "");
  }

  /** @param {string} name */
  #field(name) {
    return within(this.card, `[data-field=${name}]`, HTMLElement);
  }
}
