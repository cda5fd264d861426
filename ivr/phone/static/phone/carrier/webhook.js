// A request to the line, signed as a carrier signs it.

import { fetched } from "../../shared/fetched.js";
import { sign } from "./signature.js";

/** @typedef {{ fields: Record<string, string>, headers: Record<string, string>, token: string }} Line what all requests of a call share */
/** @typedef {{ url: string, method: string, fields: Record<string, string> }} Step an address to ask next */

/**
 * @param {Step} step with a full address
 * @param {Line} line
 * @param {AbortSignal} [signal]
 * @throws {Error} when the line does not answer, or refuses
 */
export async function ask({ url, method, fields }, line, signal) {
  const form = { ...line.fields, ...fields };
  const address = new URL(url);
  const inAddress = method === "GET";
  if (inAddress) for (const [name, value] of Object.entries(form)) address.searchParams.append(name, value);
  const signature = await sign(address.href, inAddress ? {} : form, line.token);
  const response = await fetched(address, {
    method,
    signal,
    headers: { ...line.headers, "X-Twilio-Signature": signature },
    body: inAddress ? undefined : new URLSearchParams(form),
  });
  if (response.status === 403) throw new Error("The line refused the call: it is not signed with the line’s own token (403).");
  if (!response.ok) throw new Error(`The line answered ${response.status} at ${address.pathname}.`);
  return response;
}
