import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startStandIn } from '../support/replay/stand-in.ts';
import { until } from '../support/until.ts';
import { World } from '../support/world.ts';

const rule = '─'.repeat(40);
const box = [rule, ' ', rule, ' 4.0%/128k'];
const running = [' ⠸ Working...', ...box];
const asking = [rule, ' Really?', ' → Yes', '   No', ' ↑↓ navigate  enter select  escape cancel', rule];

test("what an agent's pane shows is its state while nothing better says it, and is forgotten with the agent", async () => {
  await using world = await World.create();
  const dir = join(world.home, 'api');
  mkdirSync(dir);
  const { pane } = await world.newSession('a', { dir, command: ['/bin/sh', '-i'] });
  await world.loadPlugin();
  const daemon = await world.daemon();
  const tty = await world.tmux('display-message', '-p', '-t', pane, '#{pane_tty}');
  const show = (lines: readonly string[]) => appendFileSync(tty, `\u001b[H\u001b[2J${lines.join('\r\n')}`);
  const threads = async () => (await daemon.state()).sessions.flatMap((session) => session.threads);
  const shows = (state: string) =>
    until(async () => (await threads()).find((thread) => thread.state === state), `the state ${state}`);

  const agent = await startStandIn(world, pane, 'pi');
  expect(await shows('unknown')).toMatchObject({ agent: 'pi', pane, certainty: 'presence' });
  show(running);
  expect(await shows('running')).toMatchObject({ agent: 'pi', pane, certainty: 'inferred' });
  show(asking);
  expect(await shows('waiting')).toMatchObject({ certainty: 'inferred' });
  show(['nothing that we know']);
  await shows('unknown');
  show(running);
  await shows('running');
  process.kill(agent.pid, 'SIGKILL');
  await shows('interrupted');
});
