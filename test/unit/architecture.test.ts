import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src');

/** What each folder may import beside itself. `src/*.ts` is the entry, which may import everything. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  core: ['protocol'],
  tmux: ['core', 'protocol'],
  agents: ['core', 'protocol'],
  host: ['core', 'protocol'],
  daemon: ['tmux', 'agents', 'host', 'core', 'protocol'],
  admin: ['tmux', 'agents', 'host', 'core', 'protocol', 'client'],
  client: ['protocol'],
  sidebar: ['protocol', 'client'],
  cli: ['protocol', 'client'],
  sessionizer: ['protocol', 'client', 'sidebar'],
};
/** Belongs to no folder: says only which version this is. */
const everybodys = ['version.ts'];

interface Import {
  from: string;
  to: string;
  /** Erased by the compiler. */
  typeOnly: boolean;
}

const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
const text = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
const imports = files.flatMap(importsOf);

function importsOf(from: string): Import[] {
  const statements = (text.get(from) ?? '').matchAll(
    /^(?:import|export)\s+(type\s)?(?:([^;'"]*?)\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm,
  );
  return [...statements].map(([, type, names = '', still = '', dynamic = '']) => {
    const target = still || dynamic;
    const inner =
      /^\{([^}]*)\}$/
        .exec(names.trim())?.[1]
        ?.split(',')
        .filter((name) => name.trim() !== '') ?? [];
    return {
      from,
      to: target.startsWith('.') ? relative(root, join(root, dirname(from), target)) : target,
      typeOnly: type !== undefined || (inner.length > 0 && inner.every((name) => /^\s*type\s/.test(name))),
    };
  });
}

const folder = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '');
const edge = ({ from, to }: Import) => `${from} → ${to}`;

test('the imports were found', () => {
  expect(imports.length).toBeGreaterThan(files.length);
  expect(imports).toContainEqual({ from: 'core/reduce.ts', to: 'core/event.ts', typeOnly: true });
  expect(imports).toContainEqual({ from: 'core/reduce.ts', to: 'core/state.ts', typeOnly: false });
  expect(imports).toContainEqual({ from: 'main.ts', to: 'daemon/main.ts', typeOnly: false });
});

test('every folder is known, and imports only what it may', () => {
  const ours = imports.filter(({ from, to }) => folder(from) !== '' && files.includes(to) && !everybodys.includes(to));
  const wrong = ours.filter(
    ({ from, to }) => folder(from) !== folder(to) && mayImport[folder(from)]?.includes(folder(to)) !== true,
  );
  expect(wrong.map(edge)).toEqual([]);
});

test('what is imported is there', () => {
  const lost = imports.filter(
    ({ from, to }) => (text.get(from) ?? '') !== '' && /\.tsx?$/.test(to) && !files.includes(to),
  );
  expect(lost.map(edge)).toEqual([]);
});

test('core and protocol know no node, no clock, no chance and no process', () => {
  const pure = files.filter((file) => ['core', 'protocol'].includes(folder(file)));
  const outside = imports.filter(({ from, to }) => pure.includes(from) && !files.includes(to) && to !== 'zod/mini');
  expect(outside.map(edge)).toEqual([]);
  const impure =
    /\b(?:Date\.now|new Date|Math\.random|performance\.|process\.|setTimeout|setInterval|fetch\(|await |Promise)/;
  const lines = pure.flatMap((file) =>
    (text.get(file) ?? '')
      .replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
      .split('\n')
      .filter((line) => impure.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(lines).toEqual([]);
});

test('no file imports itself, in however many steps', () => {
  const next = Map.groupBy(
    imports.filter(({ to, typeOnly }) => !typeOnly && files.includes(to)),
    ({ from }) => from,
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  function walk(file: string, path: readonly string[]): void {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (done.has(file) || path.includes(file)) return;
    for (const { to } of next.get(file) ?? []) walk(to, [...path, file]);
    done.add(file);
  }
  for (const file of files) walk(file, []);
  expect(cycles).toEqual([]);
});
