import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packages } from '../packages.ts';
import type { Driver } from './driver.ts';

const noDialogs = 'Pi asks for no permissions';

export const pi: Driver = {
  agent: 'pi',
  package: packages.pi,
  integration: true,
  without: { permission: noDialogs, deny: noDialogs, question: 'Pi has no tool that asks', subagent: 'Pi has none' },
  env: () => ({ PI_OFFLINE: '1', PI_SKIP_VERSION_CHECK: '1' }),
  configure({ home, model }) {
    const dir = join(home, '.pi', 'agent');
    mkdirSync(dir, { recursive: true });
    const scripted = {
      baseUrl: `${model.url}/v1`,
      api: 'openai-completions',
      apiKey: 'no-key',
      models: [{ id: 'one' }],
    };
    writeFileSync(join(dir, 'models.json'), JSON.stringify({ providers: { scripted } }));
    const settings = {
      defaultProvider: 'scripted',
      defaultModel: 'one',
      retry: { maxRetries: 1, baseDelayMs: 500 },
    };
    writeFileSync(join(dir, 'settings.json'), JSON.stringify(settings));
  },
  start: 'pi',
  resume: 'pi --continue',
  ready: /\(scripted\)|\bone\b/,
  permission: /(?!)/,
  question: /(?!)/,
  approve: [],
  deny: [],
  answer: [],
  interrupt: (seat) => seat.press('Escape'),
  clear: '/new',
  async quit(seat) {
    await seat.enter('/quit');
    await seat.shell();
  },
  denied: 'interrupted',
  // A thread has no file before its first answer, and one that is opened again is not touched before the next.
  cleared: ['idle', 'done'],
  resumed: ['idle', 'done', 'done+idle'],
  killed: 'interrupted',
};
