import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { databasePath, openCode } from '../../../src/agents/opencode/brand.ts';
import type { World } from '../world.ts';
import type { Json, Step } from './recording.ts';

/** OpenCode's database of a world, which all of its processes share. */
export interface OpenCodeDatabase extends Disposable {
  /** As OpenCode does when it starts: in WAL, with nothing folded into the main file. */
  write(step: Extract<Step, { type: 'row' }>): void;
}

export function openCodeDatabase(world: World): OpenCodeDatabase {
  const path = databasePath(openCode, {}, world.env);
  if (path === null) throw new Error('the world has no home');
  let db: Database | null = null;

  function open(schema: string): Database {
    mkdirSync(dirname(path ?? ''), { recursive: true });
    const own = new Sqlite(path ?? '');
    own.pragma('journal_mode = WAL');
    own.pragma('wal_autocheckpoint = 0');
    // Tables that nobody reads are left out.
    own.pragma('foreign_keys = OFF');
    own.exec(schema);
    return own;
  }

  return {
    write({ verb, table, id, values, schema }) {
      db ??= open(schema);
      if (verb === 'DELETE') {
        db.prepare(`DELETE FROM ${table} WHERE id = ?`).run(id);
        return;
      }
      const before = db.prepare(`SELECT * FROM ${table} WHERE id = ?`).get(id) as Json | undefined;
      const row = changed(before ?? { id }, values, columns(db, table));
      const names = Object.keys(row);
      db.prepare(`INSERT OR REPLACE INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?')})`).run(
        ...Object.values(row),
      );
    },
    [Symbol.dispose]: () => void db?.close(),
  };
}

function columns(db: Database, table: string): Set<string> {
  return new Set((db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name));
}

/** `data.time.created` is a field within a column of JSON; null takes it away. */
function changed(row: Json, values: Json, known: ReadonlySet<string>): Json {
  const next: Record<string, unknown> = { ...row };
  const parsed = new Map<string, Record<string, unknown>>();
  for (const [key, value] of Object.entries(values)) {
    const [column = '', ...path] = key.split('.');
    if (!known.has(column)) continue;
    if (path.length === 0) {
      next[column] = typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
      continue;
    }
    const tree = parsed.get(column) ?? JSON.parse(String(next[column] ?? '{}'));
    parsed.set(column, tree);
    put(tree, path, value);
  }
  for (const [column, tree] of parsed) next[column] = JSON.stringify(tree);
  return next;
}

function put(tree: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    if (value === null) delete tree[key];
    else tree[key] = value;
    return;
  }
  const below = tree[key];
  const inner = typeof below === 'object' && below !== null ? (below as Record<string, unknown>) : {};
  tree[key] = inner;
  put(inner, rest, value);
}
