import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { readIfThere, writePrivate } from './files.ts';

/** The bearer token of this user: bare text in a 0600 file, made on first use. */
export function loadToken(path: string): string {
  const known = readIfThere(path)?.trim();
  if (known !== undefined && /^[0-9a-f]{64}$/.test(known)) {
    chmodSync(path, 0o600);
    return known;
  }
  const token = randomBytes(32).toString('hex');
  writePrivate(path, `${token}\n`);
  return token;
}

/** Whether an `Authorization` header carries the token. */
export function isAuthorized(header: string | undefined, token: string): boolean {
  const given = Buffer.from(/^Bearer ([0-9a-f]{64})$/i.exec(header ?? '')?.[1] ?? '');
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
