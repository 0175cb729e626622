import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { keepIfPossible, readIfThere } from './files.ts';
import type { Log } from './log.ts';

/** The bearer token of this user: bare text in a 0600 file, made on first use. Where it cannot be kept, nobody else knows it. */
export function loadToken(path: string, log: Log): string {
  const known = readIfThere(path)?.trim();
  if (known !== undefined && /^[0-9a-f]{64}$/.test(known)) {
    chmodSync(path, 0o600);
    return known;
  }
  const token = randomBytes(32).toString('hex');
  keepIfPossible(path, `${token}\n`, log);
  return token;
}

/** Whether an `Authorization` header carries the token. */
export function isAuthorized(header: string | undefined, token: string): boolean {
  const given = Buffer.from(/^Bearer ([0-9a-f]{64})$/i.exec(header ?? '')?.[1] ?? '');
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
