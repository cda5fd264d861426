/**
 * How long, as a person says it: "24 s", "3 min 5 s".
 * @param {number} seconds
 */
export function inWords(seconds) {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  const rest = `${whole % 60} s`;
  return minutes ? `${minutes} min ${rest}` : rest;
}

/** @param {string | null} name */
export const reviewer = (name) => (name ? `reviewed by ${name}` : "not yet reviewed by a native speaker");
