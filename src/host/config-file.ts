import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ParseError, parse } from 'jsonc-parser';
import type * as z from 'zod/mini';
import { nearest } from '../core/nearest.ts';
import { ConfigFile } from '../protocol/config.ts';
import { rowsDefault, rowTemplate } from '../protocol/rows.ts';
import { type Settings, settingsDefault, userThemesMax } from '../protocol/settings.ts';
import { ThemeFile, ThemeName, themeExtendedDefault, themeNames } from '../protocol/theme.ts';
import { jsonFault, valueFault } from './config-words.ts';

const configBytesMax = 256 * 1024;
const themeBytesMax = 16 * 1024;
const byteOrderMark = /^\ufeff/;

export interface UserTheme extends ThemeFile {
  name: string;
}

/** `config.json`; empty where there is no such file. Comments and trailing commas are understood. @throws Error that names the file, the key and what is wrong */
export function readConfigFile(path: string): ConfigFile {
  return readJson(path, configBytesMax, ConfigFile) ?? {};
}

/**
 * The config file, and what comes of it with the themes beside it. `problem` names a theme's file that is none; the rest
 * of the settings does without it.
 *
 * @throws Error that names the config file, the key and what is wrong
 */
export function readSettings(path: string, themesDir: string): { file: ConfigFile; settings: Settings } {
  const file = readConfigFile(path);
  const { themes, problems } = readThemes(themesDir);
  const theme =
    typeof file.theme === 'object'
      ? { name: file.theme.extends ?? themeExtendedDefault, palette: file.theme.palette ?? {} }
      : { name: file.theme ?? settingsDefault.theme.name, palette: {} };
  if (![...themeNames, ...themes.map(({ name }) => name)].includes(theme.name))
    throw new Error(`${path}: theme: no theme ${theme.name}; there is ${themeNames.join(', ')}`);
  const settings = {
    theme,
    themes,
    glyphs: file.glyphs ?? settingsDefault.glyphs,
    reducedMotion: file.reducedMotion ?? settingsDefault.reducedMotion,
    keys: Object.fromEntries(
      Object.entries(file.keys ?? {}).map(([intent, keys]) => [intent, typeof keys === 'string' ? [keys] : keys]),
    ),
    rows: rowTemplate(file.rows ?? rowsDefault),
    panelRows: file.detailPanelHeight ?? null,
    problem: problems[0] ?? null,
  };
  return { file, settings };
}

/** The themes in a directory, by name, and what is wrong with the files that are none. A directory that is not there has none. */
export function readThemes(dir: string): { themes: UserTheme[]; problems: string[] } {
  const themes: UserTheme[] = [];
  const problems: string[] = [];
  for (const name of themeFiles(dir).slice(0, userThemesMax)) {
    const path = join(dir, `${name}.json`);
    try {
      if (themeNames.some((known) => known === name))
        throw new Error(`${path}: ${name} is the name of a built-in theme`);
      const theme = readJson(path, themeBytesMax, ThemeFile);
      if (theme !== null) themes.push({ ...theme, name });
    } catch (error) {
      problems.push(reason(error));
    }
  }
  return { themes, problems };
}

/** Options that we do not know, in their order: typing errors, perhaps. */
export function unknownOptions(path: string): string[] {
  const text = readText(path, configBytesMax);
  const content: unknown = text === null ? {} : parse(text);
  return Object.keys(content ?? {}).filter((key) => !(key in ConfigFile.shape));
}

/** What to say of those, with what they were probably meant to be; null when all are known. */
export function unknownFault(path: string): string | null {
  const known = Object.keys(ConfigFile.shape);
  const unknown = unknownOptions(path).map((name) => {
    const meant = nearest(name, known);
    return meant === null ? name : `${name} (did you mean ${meant}?)`;
  });
  return unknown.length === 0 ? null : `unknown: ${unknown.join(', ')}`;
}

function themeFiles(dir: string): string[] {
  try {
    return readdirSync(dir)
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length))
      .filter((name) => ThemeName.safeParse(name).success)
      .sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw new Error(`cannot read ${dir}: ${reason(error)}`);
  }
}

function readJson<Schema extends z.ZodMiniType>(
  path: string,
  bytesMax: number,
  schema: Schema,
): z.output<Schema> | null {
  const text = readText(path, bytesMax);
  if (text === null) return null;
  const errors: ParseError[] = [];
  const content: unknown = parse(text, errors, { allowTrailingComma: true, allowEmptyContent: false });
  const [error] = errors;
  if (error !== undefined) throw new Error(`${path} is no JSON: ${jsonFault(text, error)}`);
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new Error(`${path}: ${parsed.error.issues.map((issue) => valueFault(issue)).join('; ')}`);
}

/** Null when there is no such file. */
function readText(path: string, bytesMax: number): string | null {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return null;
    // A pipe would keep us waiting for good.
    if (!stats.isFile()) throw new Error('it is no file');
    if (stats.size > bytesMax) throw new Error(`it has more than ${bytesMax / 1024} kB`);
    return readFileSync(path, 'utf8').replace(byteOrderMark, '');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw new Error(`cannot read ${path}: ${reason(error)}`);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
