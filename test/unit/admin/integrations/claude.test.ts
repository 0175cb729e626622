import { existsSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claude } from '../../../../src/admin/integrations/claude.ts';
import { claudeEvents, isOurs } from '../../../../src/admin/integrations/claude-command.ts';
import { Refused } from '../../../../src/admin/integrations/integration.ts';
import { below, type Home, makeHome } from './home.ts';

const bom = '\ufeff';

function settingsOf(on: Home): string {
  mkdirSync(join(on.home, '.claude'), { recursive: true });
  return join(on.home, '.claude', 'settings.json');
}

interface Settings extends Record<string, unknown> {
  hooks?: Record<string, { hooks: { command: string }[] }[]>;
}

function read(text: string): Settings {
  const body = text.replace(bom, '');
  return body.trim() === '' ? {} : JSON.parse(body);
}

/** Every hook of ours there is. */
function ours({ hooks = {} }: Settings): string[] {
  const commands = Object.values(hooks).flatMap((groups) => groups.flatMap((group) => group.hooks ?? []));
  return commands.map(({ command }) => command).filter(isOurs);
}

const handler = fc.record({ type: fc.constant('command'), command: fc.string(), timeout: fc.nat() });
const groups = fc.array(fc.record({ matcher: fc.string(), hooks: fc.array(handler, { maxLength: 2 }) }), {
  maxLength: 2,
});
const someHooks = fc.dictionary(fc.constantFrom(...claudeEvents, 'PreToolUse', 'Notification'), groups, { maxKeys: 4 });
const others = fc.dictionary(
  fc.string().filter((name) => name !== 'hooks' && name !== '__proto__'),
  fc.jsonValue({ maxDepth: 2 }),
  { maxKeys: 3 },
);
const settings = fc
  .record({ before: others, hooks: fc.option(someHooks, { nil: undefined }), after: others })
  .map(({ before, hooks, after }) => ({ ...before, ...(hooks === undefined ? {} : { hooks }), ...after }));

/** One text of a value, however it is written: one line or many, with tabs, with CRLF, with a byte order mark. */
const written = fc
  .record({
    value: settings,
    indent: fc.constantFrom<string | number | undefined>(undefined, 1, 2, 4, '\t'),
    eol: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', bom),
    end: fc.constantFrom('', '\n', '\r\n\r\n', ' '),
  })
  .map(({ value, indent, eol, mark, end }) => {
    return mark + JSON.stringify(value, null, indent).replaceAll('\n', eol) + end;
  });
const odd = fc.constantFrom(
  '',
  '\n',
  ' ',
  `${bom}`,
  '{}',
  '{ }',
  '{\n}\n',
  '{"hooks":{}}',
  '{"hooks": { }, "a": 1}',
  '{"a":[ ]\n, "hooks" :\n{"Stop"\n:[ ] } }',
);

test('goes in beside what is there, a second time changes nothing, and goes out to the byte', () => {
  using on = makeHome();
  const path = settingsOf(on);
  fc.assert(
    fc.property(fc.oneof(written, odd), (text) => {
      writeFileSync(path, text);
      expect(claude.install(on.place)).toMatch(/^installed: hooks in /);
      const installed = readFileSync(path, 'utf8');
      const before = read(text);
      const now = read(installed);
      for (const event of claudeEvents) {
        expect(ours({ hooks: { event: (now.hooks?.[event] ?? []).slice(-1) } }).length).toBe(1);
        if (now.hooks) now.hooks[event] = (now.hooks[event] ?? []).slice(0, -1);
      }
      const events = Object.fromEntries(claudeEvents.map((event) => [event, before.hooks?.[event] ?? []]));
      expect(now).toEqual({ ...before, hooks: { ...before.hooks, ...events } });
      expect(Object.keys(now)).toEqual(Object.keys({ ...before, hooks: {} }));
      expect(claude.look(on.place).state).toBe('installed');
      expect(claude.install(on.place)).toMatch(/^is installed/);
      expect(readFileSync(path, 'utf8')).toBe(installed);
      expect(claude.uninstall(on.place)).toMatch(/^removed/);
      expect(readFileSync(path, 'utf8')).toBe(text);
      expect(claude.uninstall(on.place)).toBeNull();
    }),
  );
});

test('what the user changes while it is installed stays, in its own writing', () => {
  using on = makeHome();
  const path = settingsOf(on);
  fc.assert(
    fc.property(written, fc.boolean(), (text, stateIsLost) => {
      fc.pre(Object.keys(read(text)).length > 0);
      writeFileSync(path, text);
      claude.install(on.place);
      // The first member that there is: in front of ours, and of everything else.
      const change = (before: string) => before.replace('{', '{ "added" :\t[1,2 ],');
      writeFileSync(path, change(readFileSync(path, 'utf8')));
      const place = stateIsLost ? { ...on.place, stateDir: `${on.place.stateDir}-lost` } : on.place;
      claude.uninstall(place);
      const rest = readFileSync(path, 'utf8');
      expect(ours(read(rest))).toEqual([]);
      const hadEmpty = /"(?:hooks|\w+)":\s*[{[]\s*[}\]]/.test(text);
      if (!hadEmpty) expect(rest).toBe(change(text));
      claude.uninstall(on.place);
    }),
  );
});

test('hooks that the user adds behind ours stay, and containers that were empty before', () => {
  using on = makeHome();
  const path = settingsOf(on);
  writeFileSync(path, '{\n    "hooks": {\n        "Stop": []\n    },\n    "model": "x"\n}\n');
  claude.install(on.place);
  const mine = JSON.parse(readFileSync(path, 'utf8'));
  mine.hooks.Stop[0].hooks.push({ type: 'command', command: 'mine' });
  mine.hooks.SessionEnd.push({ hooks: [{ type: 'command', command: 'mine too' }] });
  writeFileSync(path, JSON.stringify(mine, null, 4));
  claude.uninstall(on.place);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    hooks: {
      Stop: [{ hooks: [{ type: 'command', command: 'mine' }] }],
      SessionEnd: [{ hooks: [{ type: 'command', command: 'mine too' }] }],
    },
    model: 'x',
  });
  writeFileSync(path, '{"hooks": {"Stop": []}}');
  claude.install(on.place);
  writeFileSync(path, `${readFileSync(path, 'utf8')}\n`);
  claude.uninstall(on.place);
  expect(readFileSync(path, 'utf8')).toBe('{"hooks": {"Stop": []}}\n');
});

test('a file that was not there is not there afterwards, nor its directory', () => {
  using on = makeHome();
  claude.install(on.place);
  expect(on.files()).toEqual(['.claude', '.claude/settings.json']);
  expect(statSync(join(on.home, '.claude/settings.json')).mode & 0o777).toBe(0o600);
  claude.uninstall(on.place);
  expect(on.files()).toEqual([]);
});

test('a file that we made, and that somebody has touched since, goes when nothing else is in it', () => {
  using on = makeHome();
  claude.install(on.place);
  const path = join(on.home, '.claude', 'settings.json');
  writeFileSync(path, JSON.stringify(JSON.parse(readFileSync(path, 'utf8'))));
  claude.uninstall(on.place);
  expect(existsSync(path)).toBe(false);
});

test('a command of another place, an event too few: outdated, and installing mends it', () => {
  using on = makeHome();
  const path = settingsOf(on);
  const text = '{\n\t"model": "x"\n}';
  writeFileSync(path, text);
  claude.install(on.place);
  const fresh = readFileSync(path, 'utf8');
  writeFileSync(path, fresh.replace('/claude-hook.sh', '/elsewhere/claude-hook.sh'));
  expect(claude.look(on.place).state).toBe('outdated');
  expect(claude.install(on.place)).toMatch(/^updated/);
  expect(readFileSync(path, 'utf8')).toBe(fresh);
  claude.uninstall(on.place);
  expect(readFileSync(path, 'utf8')).toBe(text);
});

test.each([
  ['a comment', '{\n  // mine\n  "a": 1\n}', /line 2.*comments/],
  ['a trailing comma', '{"a": 1,}', /plain JSON/],
  ['half a file', '{"a": ', /plain JSON/],
  ['a list', '[]', /no JSON object/],
  ['hooks of another shape', '{"hooks": []}', /"hooks" is no object/],
  ['an event of another shape', '{"hooks": {"Stop": {}}}', /"Stop" is no array/],
  ['hooks twice', '{"hooks": {}, "hooks": {}}', /twice/],
  ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), /UTF-8/],
  ['a control character in a text', '{"a": "\u0001"}', /plain JSON/],
])('%s is refused, and stays as it is', (_, text, why) => {
  using on = makeHome();
  const path = settingsOf(on);
  writeFileSync(path, text);
  expect(() => claude.install(on.place)).toThrow(why);
  expect(readFileSync(path)).toEqual(Buffer.from(text));
  expect(on.files()).toEqual(['.claude', '.claude/settings.json']);
});

test('links are followed, modes are kept, a link to nothing is refused', () => {
  using on = makeHome();
  const path = settingsOf(on);
  const target = join(on.home, 'dotfiles.json');
  symlinkSync('../dotfiles.json', path);
  expect(() => claude.install(on.place)).toThrow(Refused);
  expect(existsSync(target)).toBe(false);
  writeFileSync(target, '{}', { mode: 0o640 });
  claude.install(on.place);
  expect(lstatSync(path).isSymbolicLink()).toBe(true);
  expect(claude.look({ ...on.place, env: { HOME: on.home } }).state).toBe('installed');
  expect(statSync(target).mode & 0o777).toBe(0o640);
  claude.uninstall(on.place);
  expect(readFileSync(target, 'utf8')).toBe('{}');
  expect(lstatSync(path).isSymbolicLink()).toBe(true);
});

test('a copy of what was there is kept for us alone while it is installed', () => {
  using on = makeHome();
  writeFileSync(settingsOf(on), '{"env": {"KEY": "secret"}}');
  claude.install(on.place);
  const kept = on.place.stateDir;
  const [copy = ''] = below(kept).filter((file) => file.endsWith('.before'));
  expect(readFileSync(copy, 'utf8')).toBe('{"env": {"KEY": "secret"}}');
  for (const file of below(kept)) expect(statSync(file).mode & 0o077).toBe(0);
  claude.uninstall(on.place);
  expect(below(kept).filter((file) => statSync(file).isFile())).toEqual([]);
});

test('CLAUDE_CONFIG_DIR names the place, and it is found again without', () => {
  using on = makeHome();
  const other = join(on.home, 'claude work');
  claude.install({ ...on.place, env: { ...on.place.env, CLAUDE_CONFIG_DIR: other } });
  expect(on.files()).toEqual(['claude work', 'claude work/settings.json']);
  expect(claude.look(on.place).state).toBe('absent');
  expect(claude.uninstall(on.place)).toContain(other);
  expect(on.files()).toEqual([]);
});

test('hooks that are switched off are told', () => {
  using on = makeHome();
  writeFileSync(settingsOf(on), '{"disableAllHooks": true}');
  claude.install(on.place);
  expect(claude.look(on.place)).toMatchObject({ state: 'installed', says: expect.stringContaining('disableAllHooks') });
});
