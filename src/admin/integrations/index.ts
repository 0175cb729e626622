import { amp } from './amp.ts';
import { claude } from './claude.ts';
import type { Integration } from './integration.ts';
import { kilo, opencode } from './opencode.ts';
import { pi } from './pi.ts';

/** In the order in which they are listed. */
export const integrations: readonly Integration[] = [claude, opencode, kilo, pi, amp];

/** Agents without one, and why. */
export const none = [
  {
    name: 'codex',
    title: 'Codex',
    says: 'needs none: its app-server tells the states. Its hooks would stop it with a question of trust',
  },
] as const;
