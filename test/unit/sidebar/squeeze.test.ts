import { expect, test } from 'vitest';
import { squeeze } from '../../../src/sidebar/squeeze.ts';

const esc = '\u001b';

test.each([
  ['one step stays', `${esc}[Ea${esc}[E`, `${esc}[Ea${esc}[E`],
  ['many become one', `a${esc}[E${esc}[E${esc}[Eb${esc}[E${esc}[E`, `a${esc}[3Eb${esc}[2E`],
  ['all else stays', `${esc}[K${esc}[24GE\r\n${esc}[2m[E[E`, `${esc}[K${esc}[24GE\r\n${esc}[2m[E[E`],
])('%s', (_, given, expected) => expect(squeeze(given)).toBe(expected));
