import { en } from 'zod/locales';
import * as z from 'zod/mini';
import { readSettings, unknownOptions } from '../host/config-file.ts';
import type { Check, Scene } from './check.ts';

const name = 'config';
const pluginsAdvice = 'what a module would watch, any program can tell with `opensessions agent` or POST /agent';

/** The config file and the themes beside it. What keys are asked for, the sidebar alone can judge. */
export function checkConfig({ paths: { config, themes } }: Pick<Scene, 'paths'>): Check {
  z.config(en());
  try {
    const { file, settings } = readSettings(config, themes);
    if (settings.problem !== null)
      return { name, state: 'warn', says: settings.problem, advice: 'the theme in that file cannot be chosen' };
    if ((file.plugins ?? []).length > 0)
      return { name, state: 'warn', says: `${config}: plugins has no effect`, advice: pluginsAdvice };
    const unknown = unknownOptions(config);
    if (unknown.length === 0) return { name, state: 'ok', says: config };
    const advice = 'docs/reference/configuration.md has all options';
    return { name, state: 'warn', says: `${config}: unknown: ${unknown.join(', ')}`, advice };
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    return { name, state: 'fail', says, advice: 'put it right: the sidebar goes on with what it knew' };
  }
}
