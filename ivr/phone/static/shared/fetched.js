// fetch, with errors that a person understands.

/**
 * An answer of the line.
 * @param {string | URL} address
 * @param {RequestInit} [request]
 * @throws {Error} when there is no answer, in a sentence for the page; the signal's reason when it was aborted
 */
export async function fetched(address, request) {
  try {
    return await fetch(address, request);
  } catch (fault) {
    if (request?.signal?.aborted) throw fault;
    throw new Error("The line cannot be reached. Was it stopped?", { cause: fault });
  }
}

/**
 * @param {string} address
 * @returns {Promise<any>}
 * @throws {Error}
 */
export async function fetchedJson(address) {
  const answer = await fetched(address);
  if (!answer.ok) throw new Error(`${address} cannot be had: the line answered ${answer.status}.`);
  return answer.json();
}
