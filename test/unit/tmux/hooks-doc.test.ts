import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hooks } from '../../../src/tmux/hooks.ts';

test('docs/explanation/tmux.md has the hooks as they are', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'explanation', 'tmux.md'), 'utf8');
  const commands = hooks({ live: '%7', width: 26, position: 'left', windowResized: true });
  for (const [name, command] of commands) {
    expect(page, name).toContain(`\`${name}\``);
    // The bell that each of them rings stands there once.
    const own = command.replace(/( ; )?wait-for -S opensessions$/, '');
    expect(page, name).toContain(own === '' ? command : own);
  }
});
