import { existsSync } from 'node:fs';
import { en } from 'zod/locales';
import * as z from 'zod/mini';
import { readSettings, unknownFault } from '../host/config-file.ts';
import type { Check, Scene } from './check.ts';

/** Refuses keys that the sidebar would refuse. @throws Error in one line for a person */
export type JudgeKeys = (keys: Readonly<Record<string, readonly string[]>>) => unknown;

const name = 'config';
const pluginsAdvice = 'what a module would watch, any program can tell with `opensessions agent` or POST /agent';

/** The config file and the themes beside it, judged as daemon and sidebar do. */
export function checkConfig({ paths: { config, themes } }: Pick<Scene, 'paths'>, judgeKeys: JudgeKeys): Check {
  z.config(en());
  try {
    const { file, settings } = readSettings(config, themes);
    refuseBadKeys(settings.keys, judgeKeys, config);
    const unknown = unknownFault(config);
    const warnings = [
      ...(settings.problem === null ? [] : [[settings.problem, 'the theme in that file cannot be chosen']]),
      ...((file.plugins ?? []).length === 0 ? [] : [[`${config}: plugins has no effect`, pluginsAdvice]]),
      ...(unknown === null ? [] : [[`${config}: ${unknown}`, 'docs/reference/configuration.md has all options']]),
    ];
    if (warnings.length > 0) {
      const [says, advice] = [0, 1].map((part) => warnings.map((warning) => warning[part]).join('; '));
      return { name, state: 'warn', says: says ?? '', ...(advice === undefined ? {} : { advice }) };
    }
    return { name, state: 'ok', says: existsSync(config) ? config : `no ${config}: everything is as by default` };
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    return { name, state: 'fail', says, advice: 'put it right: the sidebar goes on with what it knew' };
  }
}

function refuseBadKeys(keys: Readonly<Record<string, readonly string[]>>, judge: JudgeKeys, config: string): void {
  try {
    judge(keys);
  } catch (error) {
    throw new Error(`${config}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
