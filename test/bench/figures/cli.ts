import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { which } from '../../support/shims.ts';
import { projectRoot, World } from '../../support/world.ts';
import { compared, type Figure, type Row, row } from '../figure.ts';
import { quick, untilSteady } from '../sampling.ts';
import { scoped } from '../scoped.ts';

/**
 * One push from a shell loop: `opensessions status`, as the launcher runs it and through the launcher. Floors: a Node that does
 * nothing, which is what they are compared with, and curl with the same push over the same socket.
 */
export const cli: Figure = {
  name: 'cli',
  measure: ({ n, floorsOnly }) => scoped(World.create(), (world) => measure(world, n, floorsOnly)),
};

async function measure(world: World, n: number, floorsOnly: boolean): Promise<Row[]> {
  const main = join(projectRoot, 'dist', 'main.js');
  const bare = ['bare node -e 0', process.execPath, ['-e', '0']] as const;
  if (floorsOnly) return rows(world, n, [], [bare]);
  const { pane } = await world.newSession('api');
  const announced = await world.run(process.execPath, [main, 'announce'], { TMUX: `${world.socket},0,0` });
  if (announced.code !== 0) throw new Error(announced.stderr);
  await world.daemon();
  const words = ['status', 'Indexing', '--tone', 'info', '--pane', pane];
  const body = JSON.stringify({ pane, text: 'Indexing', tone: 'info' });
  const curl = ['-fsS', '--unix-socket', world.paths.socket, '-H', 'content-type: application/json', '-d', body];
  return rows(
    world,
    n,
    [
      ['opensessions status', process.execPath, [main, ...words]],
      ['the same through the launcher', join(projectRoot, 'scripts', 'opensessions'), words],
    ],
    which('curl', process.env['PATH'] ?? '') === null
      ? [bare]
      : [bare, ['curl over the socket', 'curl', [...curl, 'http://localhost/set-status']]],
  );
}

type Program = readonly [what: string, file: string, args: readonly string[]];

/** In turns, so that a busy moment of the machine hits all of them. */
async function rows(world: World, n: number, ours: readonly Program[], floors: readonly Program[]): Promise<Row[]> {
  const programs = [...ours, ...floors];
  const turn = async () => {
    const ms: number[] = [];
    for (const program of programs) ms.push(await took(world, program));
    return ms;
  };
  // The first turn fills caches.
  await turn();
  return untilSteady(quick(n), turn, (turns) => {
    const all = programs.map((program, index) => {
      const samples = turns.map((ms) => ms[index] ?? 0);
      return row('cli', program[0], 'ms', samples, floors.includes(program));
    });
    const floor = all[ours.length];
    return all.map((one) => (one.floor || floor === undefined ? one : compared(one, floor)));
  });
}

function took(world: World, [what, file, args]: Program): Promise<number> {
  return new Promise((resolve, reject) => {
    const atMs = performance.now();
    const child = execFile(file, args, { cwd: world.home, env: world.env }, (error, _stdout, stderr) =>
      error === null ? resolve(performance.now() - atMs) : reject(new Error(`${what}: ${stderr}`, { cause: error })),
    );
    child.stdin?.end();
  });
}
