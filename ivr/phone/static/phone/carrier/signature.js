// How a carrier proves who it is: X-Twilio-Signature.

const text = new TextEncoder();

/**
 * The signature of a request: HMAC-SHA1, in base64, over the address followed by every form field, sorted by name.
 * @param {string} url the full address, with its query
 * @param {Record<string, string>} fields the form fields; none for GET
 * @param {string} token
 * @returns {Promise<string>}
 */
export async function sign(url, fields, token) {
  if (!crypto.subtle) throw new Error("This page can sign its requests only over https or on this machine (127.0.0.1).");
  const names = Object.keys(fields).sort();
  const message = url + names.map((name) => name + fields[name]).join("");
  const key = await crypto.subtle.importKey("raw", text.encode(token), { name: "HMAC", hash: "SHA-1" }, false, ["sign"]);
  const digest = await crypto.subtle.sign("HMAC", key, text.encode(message));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}
