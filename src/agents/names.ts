import { basename } from 'node:path';

/** What runs a script in its own process: the first argument that is no option. Not `npx` or `uvx`, which wait for a child. */
const interpreters = /^(?:node|nodejs|bun|deno|python(?:\d+(?:\.\d+)*)?)$/;
const argumentsMax = 12;

/**
 * Whether a process is one of these programs: by its own name, or as a script that an interpreter runs. `scripts` are parts of
 * paths that name a program whose file is called `index.js` or `cli.js`.
 */
export function runs(
  { comm, argv }: { comm: string; argv: readonly string[] },
  names: readonly string[],
  scripts: readonly string[] = [],
): boolean {
  const [program = '', ...rest] = argv;
  const own = basename(program);
  if (names.includes(own) || names.includes(comm)) return true;
  if (!interpreters.test(own) && !interpreters.test(comm)) return false;
  const script = rest.slice(0, argumentsMax).find((argument) => argument !== '' && !argument.startsWith('-')) ?? '';
  return isScript(script, names, scripts);
}

function isScript(path: string, names: readonly string[], scripts: readonly string[]): boolean {
  const name = basename(path).replace(/\.(?:[cm]?js|ts|py|exe)$/, '');
  return names.includes(name) || scripts.some((part) => path.includes(part));
}
