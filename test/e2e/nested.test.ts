import { join } from 'node:path';
import { expect, test } from 'vitest';
import { livePanes, openSidebar } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { projectRoot, World } from '../support/world.ts';

test('a tmux in a pane of tmux has a sidebar of its own: each lists and switches its own sessions', async () => {
  await using world = await World.create({ cols: 140 });
  await world.newSession('outer');
  await world.newSession('other');
  const tmux = process.env['OPENSESSIONS_TMUX'] ?? 'tmux';
  const socket = join(world.root, 'inner.sock');
  const inner = (...args: string[]) => world.run(tmux, ['-S', socket, '-f', join(world.root, 'tmux.conf'), ...args]);
  for (const name of ['in1', 'in2'])
    await inner('new-session', '-d', '-s', name, '/bin/sh', '-c', `printf INNER-${name}; exec cat`);
  const terminal = await world.attach({ session: 'outer' });
  await openSidebar(world, terminal);
  await terminal.key('Escape');
  await until(async () => !(await livePanes(world))[0]?.active, 'the focus in the work pane');
  const { pane } = await world.newWindow('outer', 'nest', {
    command: ['/bin/sh', '-c', 'TMUX= exec "$@"', 'sh', tmux, '-S', socket, 'attach', '-t', '=in1'],
  });
  await world.tmux('select-window', '-t', pane);
  await terminal.until((screen) => screen.includes('INNER-in1'), 'the inner tmux');

  const { stdout } = await inner('display-message', '-p', '#{pid}');
  const loaded = await world.run(join(projectRoot, 'opensessions.tmux'), [], { TMUX: `${socket},${stdout.trim()},0` });
  expect(loaded.code).toBe(0);
  // The outer tmux hands the second C-b to the inner one.
  await terminal.key('C-b');
  await terminal.key('C-b');
  await terminal.key('o');
  await terminal.key('s');
  const innerRows = () => terminal.screen().lines.map((line) => line.slice(27));
  await terminal.until(() => innerRows().some((line) => line.startsWith('▌1 in1')), 'the inner sidebar', {
    timeoutMs: 20_000,
  });
  expect(
    terminal
      .sidebar()
      .filter((line) => /^[▌ ]\d /.test(line))
      .map((line) => line.trim()),
  ).toEqual(['▌1 outer', '2 other']);
  expect(
    innerRows()
      .filter((line) => /^[▌ ]\d /.test(line))
      .map((line) => line.slice(0, 8).trim()),
  ).toEqual(['▌1 in1', '2 in2']);

  const innerFocus = async () =>
    (await inner('display-message', '-p', '-t', '=in1:', '#{@opensessions}')).stdout.trim();
  await until(async () => (await innerFocus()) === 'live', 'the focus in the inner sidebar');
  await terminal.key('2');
  await terminal.until((screen) => screen.includes('INNER-in2'), 'the inner session');
  expect(terminal.sidebar().some((line) => line.startsWith('▌1 outer'))).toBe(true);

  await terminal.prefix('o', '2');
  await terminal.until((screen) => screen.includes('WORK-other'), 'the outer session');
  expect((await inner('list-clients', '-F', '#{client_control_mode} #{session_name}')).stdout).toContain('0 in2');
  const { sessions } = await (await world.daemon()).state();
  expect(sessions.map(({ name }) => name).toSorted()).toEqual(['in1', 'in2', 'other', 'outer']);
  await inner('kill-server');
});
