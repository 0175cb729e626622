import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packages } from '../packages.ts';
import type { Driver } from './driver.ts';

export const opencode: Driver = {
  agent: 'opencode',
  package: packages.opencode,
  integration: true,
  without: {},
  env: () => ({
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_SHARE: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
  }),
  configure({ home, model }) {
    const scripted = {
      npm: '@ai-sdk/openai-compatible',
      name: 'Scripted',
      options: { baseURL: `${model.url}/v1`, apiKey: 'no-key' },
      models: { one: { name: 'One', tool_call: true, limit: { context: 100_000, output: 2000 } } },
    };
    const config = {
      autoupdate: false,
      share: 'disabled',
      model: 'scripted/one',
      small_model: 'scripted/one',
      enabled_providers: ['scripted'],
      permission: { bash: { '*': 'allow', 'touch *': 'ask' } },
      provider: { scripted },
    };
    mkdirSync(join(home, '.config', 'opencode'), { recursive: true });
    writeFileSync(join(home, '.config', 'opencode', 'opencode.json'), JSON.stringify(config));
  },
  start: 'opencode',
  resume: 'opencode --continue',
  ready: /Ask anything|ctrl\+p commands/,
  permission: /Permission required/,
  question: /Which colour\?[\s\S]*enter/,
  approve: ['Enter'],
  deny: ['Right', 'Right', 'Enter'],
  answer: ['Enter'],
  async interrupt(seat) {
    await seat.press('Escape');
    await seat.shows(/esc again/);
    return seat.press('Escape');
  },
  clear: '/new',
  async quit(seat) {
    await seat.enter('/exit');
    await seat.shell();
  },
  // The turn ends, and nothing says that it was not meant to.
  denied: 'done',
  // It makes a thread of it with the first prompt; until then, what it shows is known to nobody.
  cleared: ['idle', 'done'],
  resumed: ['idle', 'done', 'done+idle'],
  // Without our plugin only the titles of their panes tell them apart, once they have one.
  unclear: ['unknown'],
  killed: 'interrupted',
};
