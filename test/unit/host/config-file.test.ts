import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfigFile, readThemes, unknownFault, unknownOptions } from '../../../src/host/config-file.ts';

const dir = mkdtempSync(join(tmpdir(), 'os-config-'));
afterAll(() => rmSync(dir, { recursive: true }));
const file = join(dir, 'config.json');

function written(content: string): string {
  writeFileSync(file, content);
  return file;
}

describe('the config file', () => {
  test('says nothing when there is none', () => {
    expect(readConfigFile(join(dir, 'none'))).toEqual({});
    expect(readConfigFile(join(dir, 'none', 'deeper'))).toEqual({});
    expect(existsSync(join(dir, 'none'))).toBe(false);
  });

  test('may have comments, trailing commas, a byte order mark and options that we do not know', () => {
    const path = written('\ufeff{\n  // wide\n  "sidebarWidth": 30, /* and */ "glyphz": 1,\n}');
    expect(readConfigFile(path)).toEqual({ sidebarWidth: 30 });
    expect(unknownOptions(path)).toEqual(['glyphz']);
    expect(unknownFault(path)).toBe('unknown: glyphz (did you mean glyphs?)');
    expect(unknownFault(written('{"sidebarwidth": 1, "colours": 2}'))).toBe(
      'unknown: sidebarwidth (did you mean sidebarWidth?), colours',
    );
    expect(unknownFault(written('{"port": 0}'))).toBeNull();
  });

  test.each([
    ['{', 'is no JSON: line 1: a } is missing'],
    ['', 'is no JSON: it is empty'],
    ['{\n\n"a" 1}', 'is no JSON: line 3: a : is missing'],
    ['{"a": 1\n"b": 2}', 'line 2: a , is missing'],
    ['{"a": }', 'line 1: a value is missing'],
    ['{sidebarWidth: 30}', 'line 1: what is sidebarWidth? Texts and names stand in double quotes'],
    ['{"glyphs": "ascii}', 'line 1: a text has no end: " is missing'],
    ['{} {}', 'line 1: something stands behind the last }'],
    ['[]', 'the file: must be an object in { }'],
    ['{"sidebarWidth":19}', 'sidebarWidth: must be at least 20'],
    ['{"sidebarWidth":61}', 'sidebarWidth: must be at most 60'],
    ['{"sidebarWidth":30.5}', 'sidebarWidth: must be a whole number'],
    ['{"sidebarWidth":"30"}', 'sidebarWidth: must be a number'],
    ['{"sidebarPosition":"top"}', 'sidebarPosition: must be left or right'],
    ['{"port":65536}', 'port: must be at most 65535'],
    ['{"glyphs":"emoji"}', 'glyphs: must be unicode, nerd or ascii'],
    ['{"reducedMotion":1}', 'reducedMotion: must be true or false'],
    ['{"keys":{"kill":1}}', 'keys.kill: must be a text in double quotes or a list in [ ]'],
    ['{"keys":{"kill":""}}', 'keys.kill: must not be empty'],
    ['{"keys":{"kill":["a",1]}}', 'keys.kill.1: must be a text in double quotes'],
    ['{"rows":["{name}","{brnch}"]}', 'rows.1: nothing is called {brnch}; there is index, name,'],
    ['{"rows":["{name}","{index} {branch}"]}', 'rows.1: {index} can only begin the first line'],
    ['{"rows":["{name} {>} {state} {>}"]}', 'rows.0: {>} may stand there once'],
    ['{"rows":["{name}{>}"]}', 'rows.0: {>} must stand between blanks'],
    ['{"rows":["{name"]}', 'rows.0: a brace has no other'],
    ['{"rows":["{toString}"]}', 'rows.0: nothing is called {toString}'],
    ['{"rows":[]}', 'rows: must not be empty'],
    ['{"rows":["","","","","","",""]}', 'rows: must have at most 6 entries'],
    [`{"rows":["${'x'.repeat(201)}"]}`, 'rows.0'],
    ['{"theme":{"palette":{"text":"red"}}}', 'theme.palette.text: must be a colour like #1e1e2e'],
    ['{"theme":"../../etc/passwd"}', 'theme: must be letters, digits, dots, dashes'],
    [`{"a":"${'x'.repeat(300_000)}"}`, 'it has more than 256 kB'],
  ])('%.40s is refused with the file and what is wrong', (content, word) => {
    const path = written(content);
    expect(() => readConfigFile(path)).toThrow(word);
    expect(() => readConfigFile(path)).toThrow(path);
  });

  test('is no directory', () => {
    expect(() => readConfigFile(dir)).toThrow(`cannot read ${dir}: it is no file`);
  });
});

test('themes are read by their names, and what is none is told without keeping the others away', () => {
  const themes = join(dir, 'themes');
  expect(readThemes(themes)).toEqual({ themes: [], problems: [] });
  mkdirSync(themes);
  writeFileSync(join(themes, 'mine.json'), '{"extends": "nord", "palette": {"text": "#fff"}}');
  writeFileSync(join(themes, 'empty.json'), '{}');
  writeFileSync(join(themes, 'bad.json'), '{"palette": {"text": "white"}}');
  writeFileSync(join(themes, 'nord.json'), '{}');
  writeFileSync(join(themes, '.hidden.json'), '{');
  writeFileSync(join(themes, 'README.md'), 'no theme');
  symlinkSync(join(themes, 'nowhere'), join(themes, 'dangling.json'));
  const { themes: found, problems } = readThemes(themes);
  expect(found).toEqual([{ name: 'empty' }, { name: 'mine', extends: 'nord', palette: { text: '#fff' } }]);
  expect(problems).toEqual([
    expect.stringMatching(/bad\.json: palette\.text: must be a colour/),
    expect.stringMatching(/nord\.json: nord is the name of a built-in theme/),
  ]);
});
