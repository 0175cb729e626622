import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hangingScript } from '../model/script.ts';
import { packages } from '../packages.ts';
import type { Driver } from './driver.ts';

const key = 'no-key-at-all-0000000000000';
/** How much of a key's end stands in the list of those that the user approved. */
const keyTailLength = 20;

export const claude: Driver = {
  agent: 'claude',
  package: packages.claude,
  integration: true,
  without: {},
  env: ({ model }) => ({
    ANTHROPIC_BASE_URL: model.url,
    ANTHROPIC_API_KEY: key,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    CLAUDE_CODE_MAX_RETRIES: '1',
    DISABLE_AUTOUPDATER: '1',
    // It refuses some modes to root otherwise.
    IS_SANDBOX: '1',
  }),
  configure({ home, dirs }) {
    const trusted = { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true };
    const state = {
      hasCompletedOnboarding: true,
      theme: 'dark',
      customApiKeyResponses: { approved: [key.slice(-keyTailLength)], rejected: [] },
      projects: Object.fromEntries(dirs.map((dir) => [dir, trusted])),
    };
    writeFileSync(join(home, '.claude.json'), JSON.stringify(state));
    mkdirSync(join(home, '.claude'), { recursive: true });
    // Its own default lets a classifier on the vendor's server decide, and then nobody is asked.
    const permissions = {
      defaultMode: 'default',
      disableAutoMode: 'disable',
      allow: ['Bash(sleep:*)', `Bash(sh ${hangingScript.name})`],
    };
    writeFileSync(join(home, '.claude', 'settings.json'), JSON.stringify({ permissions }));
  },
  start: 'claude',
  resume: 'claude --continue',
  ready: /^❯/m,
  permission: /Do you want to proceed\?/,
  question: /Enter to select/,
  approve: ['Enter'],
  deny: ['Escape'],
  answer: ['Enter'],
  interrupt: (seat) => seat.press('Escape'),
  clear: '/clear',
  async quit(seat) {
    await seat.enter('/exit');
    await seat.shell();
  },
  denied: 'interrupted',
  cleared: ['idle'],
  resumed: ['idle', 'done'],
  killed: 'interrupted',
};
