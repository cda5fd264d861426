// The time of a call.

/** @typedef {"open" | "evening" | "christmas"} Moment */

/**
 * The headers that set the clock of the line; none for its usual time, a morning on which the centres are open.
 * @param {string} moment
 * @param {Date} today
 * @returns {Record<string, string>}
 */
export function clockHeaders(moment, today) {
  const year = today.getFullYear();
  const twoDigits = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const day = `${twoDigits(today.getMonth() + 1)}-${twoDigits(today.getDate())}`;
  if (moment === "evening") return { "X-Demo-Now": `${year}-${day}T22:00` };
  if (moment === "christmas") return { "X-Demo-Now": `${day > "12-25" ? year + 1 : year}-12-25T10:00` };
  return {};
}
