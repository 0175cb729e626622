import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packages } from '../packages.ts';
import type { Driver } from './driver.ts';

export const codex: Driver = {
  agent: 'codex',
  package: packages.codex,
  integration: false,
  without: {},
  env: () => ({ SCRIPTED_KEY: 'no-key' }),
  configure({ home, dirs, model }) {
    mkdirSync(join(home, '.codex'), { recursive: true });
    const config = [
      'model = "scripted"',
      'model_provider = "scripted"',
      'approval_policy = "on-request"',
      'sandbox_mode = "workspace-write"',
      'check_for_update_on_startup = false',
      '[features]',
      // Without it the tool that asks the user is there in plan mode only.
      'default_mode_request_user_input = true',
      '[analytics]',
      'enabled = false',
      '[model_providers.scripted]',
      'name = "Scripted"',
      `base_url = "${model.url}/v1"`,
      'env_key = "SCRIPTED_KEY"',
      'wire_api = "responses"',
      'request_max_retries = 1',
      'stream_max_retries = 1',
      ...dirs.flatMap((dir) => [`[projects.${JSON.stringify(dir)}]`, 'trust_level = "trusted"']),
    ];
    writeFileSync(join(home, '.codex', 'config.toml'), `${config.join('\n')}\n`);
  },
  start: 'codex',
  resume: 'codex resume --last',
  ready: /^› /m,
  permission: /Would you like to run/,
  question: /Question 1\/1/,
  approve: ['Enter'],
  deny: ['Escape'],
  answer: ['Enter'],
  interrupt: (seat) => seat.press('Escape'),
  clear: '/new',
  async quit(seat) {
    await seat.enter('/quit');
    await seat.shell();
  },
  denied: 'interrupted',
  cleared: ['idle'],
  resumed: ['idle', 'done'],
  killed: 'running',
};
