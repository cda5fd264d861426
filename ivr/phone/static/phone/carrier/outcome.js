// How a carrier reports the end of a transfer.

import { newSid } from "./sid.js";

/**
 * @param {string} status in the carrier's words
 * @param {boolean} bridged whether the two could talk
 * @param {number} seconds of their talk
 */
export function outcome(status, bridged, seconds) {
  return {
    DialCallStatus: status,
    DialCallSid: newSid("CA"),
    DialBridged: String(bridged),
    ...(bridged ? { DialCallDuration: String(seconds) } : {}),
  };
}
