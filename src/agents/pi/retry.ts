/** How long a failed attempt may be followed by the next one: the longest pause of 8 s (0.73.1) and a request that fails. */
const retryMillisMax = 15_000;
const messageUnitsMax = 2000;

/**
 * What Pi tries again, by the error's text: `_isRetryableError` in `agent-session.js` of 0.73.1 and `utils/retry.js` of pi-ai
 * 0.87.1 together. All else is final at once.
 */
const retried =
  /overloaded|high demand|provider.?returned.?error|rate.?limit|too many requests|429|50[0234]|52[04]|service.?unavailable|server.?error|internal.?error|network.?error|connection.?(?:error|refused|lost)|websocket.?(?:closed|error)|other side closed|fetch failed|getaddrinfo|ENOTFOUND|EAI_AGAIN|upstream|reset before headers|socket hang up|socket connection was closed|ended (?:without|before)|http2 request did not get a response|timed? ?out|terminated|retry delay|retry your request|try your request again|ResourceExhausted/i;
/** Limits of an account, which 0.87.1 does not try again whatever their status is. */
const spent =
  /UsageLimitError|usage limit reached|available balance|insufficient_quota|out of budget|quota exceeded|billing/i;

/** Until when a failed attempt may be followed by another, in epoch milliseconds; null when its kind is final. */
export function retryUntil(message: string | null, at: number): number | null {
  const text = message?.slice(0, messageUnitsMax) ?? '';
  return retried.test(text) && !spent.test(text) ? at + retryMillisMax : null;
}

/**
 * Whether an error's text is what an abort leaves. 0.87.1 records Esc in a tool as an error: its next request is made with a
 * signal that is aborted already, and fails with the text of Node's `AbortError`.
 */
export function isAbort(message: string | null): boolean {
  return /^(?:This operation was aborted|Request was aborted\.?)$/.test(message ?? '');
}
