// The keys of the caller's phone: which ones mean something, and what.

import { element } from "../shared/elements.js";

const buttons = /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll(".key")]);
const byKey = new Map(buttons.map((button) => [button.dataset.key ?? "", button]));
const labelOf = (/** @type {HTMLButtonElement} */ button) => /** @type {HTMLElement} */ (button.querySelector(".label"));
/** Before a call: the language that a key begins a call in. */
const languages = new Map([...byKey].map(([key, button]) => [key, labelOf(button).cloneNode(true)]));

/** @param {string} key */
export const isKey = (key) => byKey.has(key);

/**
 * Whether a key begins a call.
 * @param {string} key
 */
export const hasLanguage = (key) => Boolean(languages.get(key)?.textContent);

/** @param {(key: string) => void} press */
export function onPress(press) {
  for (const [key, button] of byKey) button.addEventListener("click", () => press(key));
}

/**
 * Light the keys that mean something, and label them.
 * @param {string} lit
 * @param {Record<string, string>} [labels]
 */
export function showKeys(lit, labels = {}) {
  for (const [key, button] of byKey) {
    const label = Object.assign(document.createElement("span"), { className: "label", textContent: labels[key] ?? "" });
    if (labels[key]) label.dir = "auto";
    mark(button, lit.includes(key), label);
  }
  element("keys-now", HTMLElement).textContent = lit ? `Keys that mean something now: ${[...lit].join(" ")}` : "";
}

/** Between two calls: each key is a language. */
export function showLanguages() {
  for (const [key, button] of byKey) {
    mark(button, hasLanguage(key), /** @type {HTMLElement} */ (languages.get(key)).cloneNode(true));
  }
  element("keys-now", HTMLElement).textContent = "A key with the name of a language begins a call in it.";
}

/**
 * @param {HTMLButtonElement} button
 * @param {boolean} works
 * @param {Node} label
 */
function mark(button, works, label) {
  button.classList.toggle("works", works);
  labelOf(button).replaceWith(label);
}

/** @param {string} key */
export function flash(key) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  byKey.get(key)?.animate([{ transform: still ? "none" : "scale(0.94)", filter: "brightness(0.9)" }, {}], 160);
}
