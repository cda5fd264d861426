// What is chosen before a call: the number dialled and the time of the call.

/** @typedef {{ number: string, name: string, language: string | null }} Listed */

/**
 * Fill the list of numbers.
 * @param {HTMLSelectElement} list
 * @throws {Error} when the line does not answer
 */
export async function offerNumbers(list) {
  const response = await fetch("/demo/numbers");
  if (!response.ok) throw new Error(`The list of numbers cannot be had (${response.status}).`);
  const numbers = /** @type {Listed[]} */ (await response.json());
  list.replaceChildren(...numbers.map(({ number, name }) => new Option(`${number} · ${name || "all languages"}`, number)));
}

/**
 * The headers that set the clock of the line; none for its usual time, a morning on which the centres are open.
 * @param {string} choice "open", "evening" or "christmas"
 * @param {Date} today
 * @returns {Record<string, string>}
 */
export function clockHeaders(choice, today) {
  const year = today.getFullYear();
  const part = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const day = `${part(today.getMonth() + 1)}-${part(today.getDate())}`;
  if (choice === "evening") return { "X-Demo-Now": `${year}-${day}T22:00` };
  if (choice === "christmas") return { "X-Demo-Now": `${day > "12-25" ? year + 1 : year}-12-25T10:00` };
  return {};
}
