import type { Origin } from '../protocol/command.ts';
import type { Paths } from '../protocol/paths.ts';
import { clean } from '../protocol/text.ts';
import { checkAgents } from './agents.ts';
import type { Check, Scene } from './check.ts';
import { checkConfig, type JudgeKeys } from './config.ts';
import { checkDaemon } from './daemon.ts';
import { checkFiles } from './files.ts';
import { checkFont, checkLocale, checkNode } from './runtime.ts';
import { checkSqlite } from './sqlite.ts';
import { checkTerminal } from './terminal.ts';
import { checkTmux } from './tmux.ts';

export interface DoctorCall {
  values: { has(name: 'json'): boolean };
  paths: Paths;
  origin: Origin;
}

const colours: Readonly<Record<Check['state'], number>> = { ok: 32, warn: 33, fail: 31 };

/** Looks at everything, prints what it found and what to do. Resolves with 1 when something fails, else with 0. */
export async function doctor({ values, paths, origin }: DoctorCall, judgeKeys: JudgeKeys): Promise<number> {
  const scene: Scene = {
    paths,
    env: process.env,
    tmux: process.env['OPENSESSIONS_TMUX'] || 'tmux',
    server: origin.server,
  };
  const checks = [
    checkNode(),
    ...(await checkTmux(scene)),
    ...(await checkDaemon(scene)),
    checkFiles(scene),
    await checkSqlite(),
    checkConfig(scene, judgeKeys),
    ...checkAgents(scene),
    checkTerminal(scene),
    checkLocale(scene),
    checkFont(),
  ];
  process.stdout.write(`${values.has('json') ? JSON.stringify({ checks }) : report(checks)}\n`);
  return checks.some(({ state }) => state === 'fail') ? 1 : 0;
}

function report(checks: readonly Check[]): string {
  const coloured = process.stdout.isTTY && !process.env['NO_COLOR'];
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .flatMap(({ name, state, says, advice }) => {
      const word = coloured ? `\u001b[${colours[state]}m${state.padEnd(4)}\u001b[39m` : state.padEnd(4);
      const indent = ' '.repeat(width + 7);
      return [
        `${word}  ${name.padEnd(width)} ${clean(says)}`,
        ...(advice === undefined ? [] : [`${indent}→ ${clean(advice)}`]),
      ];
    })
    .join('\n');
}
