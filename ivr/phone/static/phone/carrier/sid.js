/**
 * An identifier such as a carrier makes.
 * @param {string} kind its first two letters
 */
export function newSid(kind) {
  return kind + [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
