// The caller's phone, and the parts of the page that tell how the call stands.

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @returns {T}
 */
export const part = (id) => /** @type {T} */ (document.getElementById(id));

const keys = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".key")]);
/** The button of each key. */
export const keypad = new Map(keys.map((button) => [button.dataset.key ?? "", button]));

/**
 * @param {string} name for the style of the page
 * @param {string} words
 */
export function showState(name, words) {
  document.body.dataset.call = name;
  part("state").textContent = words;
}

/** @param {boolean} calling */
export function showButtons(calling) {
  part("call").setAttribute("aria-disabled", String(calling));
  part("hang-up").setAttribute("aria-disabled", String(!calling));
  /** @type {HTMLFieldSetElement} */ (part("setup")).disabled = calling;
}

/** @param {string} working the keys with a meaning now */
export function showKeys(working) {
  for (const [key, button] of keypad) button.classList.toggle("works", working.includes(key));
  part("keys-now").textContent = working ? `Keys that work now: ${[...working].join(" ")}` : "";
}

/**
 * @param {string} typed
 * @param {number} most places of the number
 */
export function showTyped(typed, most) {
  const places = most > 1 && Number.isFinite(most) ? most : 0;
  part("typed").textContent = typed.padEnd(places, "·");
  part("lost").textContent = "";
}

/** @param {string} key one that nobody heard */
export function showLost(key) {
  part("lost").textContent = `Key ${key} was not heard: the line was not listening.`;
}

/** @param {number} milliseconds since the beginning of the call */
export function showTime(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  part("time").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** @param {string} number */
export function showNumber(number) {
  part("screen-number").textContent = number;
}

/** @param {string} message */
export function complain(message) {
  part("faults").append(Object.assign(document.createElement("li"), { textContent: message }));
}

/** @param {string} key */
export function flash(key) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  keypad.get(key)?.animate([{ transform: still ? "none" : "scale(0.94)", filter: "brightness(0.9)" }, {}], 160);
}
