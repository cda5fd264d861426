// What the caller meets during a call: the words, the keys, the state.

import { element } from "../shared/elements.js";
import { Captions } from "./captions.js";
import { Countdown } from "./countdown.js";
import { showKeys } from "./keypad.js";
import { hintFor, kindOf, Labels, litKeys } from "./meanings.js";
import { complain, showHint, showState, showTyped } from "./screen.js";
import { languageOf } from "./words.js";

/** @typedef {import("./carrier/leg.js").Turn} Turn */
/** @typedef {import("./carrier/leg.js").Side} Side */

const WAITING = { message: "The call goes on by itself", entry: "Waiting for digits", choice: "Waiting for a key" };
const SPEAKING = { message: "Speaking: any key skips", entry: "Speaking", choice: "Speaking" };
const PASSING = {
  ringing: "The worker’s phone rings",
  whisper: "The worker hears who is calling",
  talking: "You are talking with the worker",
};

/** @implements {Side} */
export class Caller {
  captions = new Captions(element("now", HTMLElement), element("earlier", HTMLElement));
  #countdown = new Countdown(element("silence", HTMLElement));
  /** @type {Turn | null} */
  #turn = null;
  #severalLanguages = false;

  /**
   * @param {import("./sound.js").Sound} sound
   * @param {import("./words.js").Words} words
   */
  constructor(sound, words) {
    this.sound = sound;
    this.words = words;
    this.labels = new Labels(words);
    /** @type {() => void} called once, when the line first listens */
    this.onFirstTurn = () => undefined;
  }

  asking() {
    this.quiet();
  }

  /** @param {Turn} turn */
  listening(turn) {
    this.#turn = turn;
    if (this.#severalLanguages) this.captions.forgetWords();
    this.#severalLanguages = new Set(turn.urls.map(languageOf)).size > 1;
    showTyped("", turn.most);
    showHint(hintFor(turn));
    showState("speaking", SPEAKING[kindOf(turn)]);
    this.#light(turn).catch((fault) => complain(fault.message));
    const first = this.onFirstTurn;
    this.onFirstTurn = () => undefined;
    first();
  }

  /** @param {string[]} urls */
  prepare(urls) {
    this.sound.prepare(urls);
  }

  /**
   * @param {string} url
   * @param {AbortSignal} signal
   */
  async hear(url, signal) {
    const spoken = await this.words.of(url);
    if (!signal.aborted) this.captions.speak(spoken);
    await this.sound.play(url, signal);
  }

  /** @param {number} seconds */
  waiting(seconds) {
    this.#countdown.start(seconds);
    if (this.#turn) showState("waiting", WAITING[kindOf(this.#turn)]);
  }

  /** @param {string} typed */
  typed(typed) {
    showTyped(typed, this.#turn?.most ?? 1);
  }

  /** @param {string} digits */
  entered(digits) {
    if (digits) this.captions.event(`You pressed ${digits}`);
    else this.captions.endSentence();
  }

  /** @param {string} message */
  fault(message) {
    complain(message);
  }

  /** @param {import("./worker.js").Phase} phase */
  passing(phase) {
    showState("transfer", PASSING[phase]);
    this.captions.note(phase === "talking" ? "You are talking with the worker." : "You hear the phone ringing.");
  }

  /** Nothing is waited for. */
  quiet() {
    this.#turn = null;
    this.#countdown.stop();
    showKeys("");
    showTyped("", 1);
    showHint("");
  }

  /** @param {Turn} turn */
  async #light(turn) {
    showKeys(litKeys(turn));
    const labels = await this.labels.of(turn);
    if (this.#turn === turn) showKeys(litKeys(turn), labels);
  }
}
