// The screen of the caller's phone, and the line that tells how the call stands.

import { element } from "../shared/elements.js";

/** @typedef {"idle" | "asking" | "speaking" | "waiting" | "transfer"} State for the style of the page */

/**
 * @param {State} state
 * @param {string} words
 */
export function showState(state, words) {
  document.body.dataset.call = state;
  element("state", HTMLElement).textContent = words;
}

/** @param {boolean} calling */
export function showCalling(calling) {
  element("call", HTMLButtonElement).setAttribute("aria-disabled", String(calling));
  element("hang-up", HTMLButtonElement).setAttribute("aria-disabled", String(!calling));
  element("setup", HTMLFieldSetElement).disabled = calling;
  if (calling) element("landing", HTMLElement).hidden = true;
}

/**
 * @param {string} typed
 * @param {number} most places of the number
 */
export function showTyped(typed, most) {
  const places = most > 1 && Number.isFinite(most) ? most : 0;
  element("typed", HTMLElement).textContent = typed.padEnd(places, "·");
}

/** @param {string} words */
export function showHint(words) {
  element("hint", HTMLElement).textContent = words;
}

/** @param {number} milliseconds since the beginning of the call */
export function showTime(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  element("time", HTMLElement).textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** @param {string} number */
export function showNumber(number) {
  element("screen-number", HTMLElement).textContent = number;
}

/**
 * Tell an error, once.
 * @param {string} message
 */
export function complain(message) {
  const faults = element("faults", HTMLElement);
  if ([...faults.children].some((fault) => fault.textContent === message)) return;
  faults.append(Object.assign(document.createElement("li"), { className: "error", textContent: message }));
}

export function forgetFaults() {
  element("faults", HTMLElement).replaceChildren();
}
