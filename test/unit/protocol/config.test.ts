import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { ConfigFile } from '../../../src/protocol/config.ts';
import { configSchema, configurationDoc } from './configuration-doc.ts';

const reference = (file: string) => join(import.meta.dirname, '../../../docs/reference', file);

test('the reference and the published schema are made from the schema', async () => {
  await expect(configurationDoc()).toMatchFileSnapshot(reference('configuration.md'));
  await expect(configSchema()).toMatchFileSnapshot(reference('config.schema.json'));
});

test.each([
  [{}, true],
  [{ theme: 'nord', sidebarWidth: 20, keys: { kill: 'X' }, somethingElse: 1 }, true],
  [{ theme: { extends: 'nord', palette: { text: '#fff' } } }, true],
  [{ sidebarWidth: 61 }, false],
  [{ theme: { palette: { text: 'white' } } }, false],
  [{ keys: ['x'] }, false],
])('the published schema says of %j what we do', (content, isRight) => {
  const published = z.fromJSONSchema(JSON.parse(configSchema()));
  expect(published.safeParse(content).success).toBe(isRight);
  expect(ConfigFile.safeParse(content).success).toBe(isRight);
});
