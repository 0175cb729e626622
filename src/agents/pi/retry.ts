/** Retries that follow a failed attempt, unless Pi's settings say otherwise (0.73.1: 3, after 2, 4 and 8 s). */
const retriesMax = 3;
/** How long a failed attempt may be followed by the next one: the longest pause of 8 s and a request that fails. */
const retryMillisMax = 15_000;
const messageUnitsMax = 2000;

/** What Pi tries again, by the error's text: `_isRetryableError` in `agent-session.js` of 0.73.1. All else is final at once. */
const retried =
  /overloaded|provider.?returned.?error|rate.?limit|too many requests|429|50[0234]|service.?unavailable|server.?error|internal.?error|network.?error|connection.?(?:error|refused|lost)|websocket.?(?:closed|error)|other side closed|fetch failed|upstream.?connect|reset before headers|socket hang up|ended without|http2 request did not get a response|timed? ?out|terminated|retry delay/i;

/**
 * Until when a failed attempt may be followed by another, in epoch milliseconds; null when it is the last one.
 *
 * @param attempts failed in a row, this one counted
 */
export function retryUntil(message: string | null, attempts: number, at: number): number | null {
  if (message === null || attempts > retriesMax || !retried.test(message.slice(0, messageUnitsMax))) return null;
  return at + retryMillisMax;
}
