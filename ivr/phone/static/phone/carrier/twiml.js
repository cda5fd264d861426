// The TwiML that this phone understands.

const VERBS = ["Gather", "Play", "Redirect", "Dial", "Hangup", "Reject", "Pause"];
/** @type {Record<string, string[]>} */
const NESTED = { Gather: ["Play", "Pause"], Dial: ["Number"] };

/**
 * The verbs of an answer, in the order they are carried out.
 * @param {string} document
 * @returns {Element[]}
 * @throws {Error} when it is not TwiML, or holds a verb this phone does not know
 */
export function parse(document) {
  const root = new DOMParser().parseFromString(document, "text/xml").documentElement;
  if (root.tagName !== "Response" || root.querySelector("parsererror")) throw new Error("The answer of the line is not TwiML.");
  check(root, VERBS);
  for (const verb of root.children) check(verb, NESTED[verb.tagName] ?? []);
  return [...root.children];
}

/**
 * @param {Element} parent
 * @param {string[]} allowed
 */
function check(parent, allowed) {
  for (const { tagName } of parent.children) {
    if (!allowed.includes(tagName)) throw new Error(`This phone cannot carry out <${tagName}> in <${parent.tagName}>.`);
  }
}

/**
 * @param {Element} verb
 * @param {string} name
 * @param {number} otherwise the value when the attribute is absent
 */
export function numberOf(verb, name, otherwise) {
  const value = verb.getAttribute(name);
  return value === null ? otherwise : Number(value);
}

/** @param {Element} element */
export const textOf = (element) => (element.textContent ?? "").trim();
