import type { Database, Statement } from 'better-sqlite3';
import type { MessageRow, SessionRow, ToolRow } from './judge.ts';

const sessionsMax = 64;
const messagesMax = 20;
const toolsMax = 20;
/** Characters that are taken of any text. */
const textMax = 500;

/** Which sessions are looked for. */
export interface Wanted {
  /** Those that work in one of these directories and changed since. */
  directories: readonly string[];
  /** Epoch milliseconds. */
  since: number;
  /** And these in any case. */
  ids: readonly string[];
}

export interface Reader {
  /** Changes whenever somebody else wrote. */
  version(): number;
  /**
   * The newest sessions first, at most 64, archived ones left out.
   *
   * @throws Error when it is locked, is no such database, or has no tables yet
   */
  read(wanted: Wanted): SessionRow[];
  close(): void;
}

const sessions = `
  SELECT id, parent_id AS parent, directory, substr(title, 1, ${textMax}) AS title,
    iif(json_valid(model), json_extract(model, '$.id'), NULL) AS model, time_created AS created
  FROM session
  WHERE time_archived IS NULL
    AND ((time_updated >= @since AND directory IN (SELECT value FROM json_each(@directories)))
      OR id IN (SELECT value FROM json_each(@ids)))
  ORDER BY time_updated DESC, id DESC LIMIT ${sessionsMax}`;

const messages = `
  SELECT id, time_created AS created, time_updated AS updated,
    json_extract(data, '$.role') AS role, json_extract(data, '$.time.completed') AS completed,
    json_extract(data, '$.finish') AS finish, json_extract(data, '$.error.name') AS error,
    substr(json_extract(data, '$.error.data.message'), 1, ${textMax}) AS errorText,
    coalesce(json_extract(data, '$.modelID'), json_extract(data, '$.model.modelID')) AS model
  FROM message WHERE session_id = ? AND json_valid(data)
  ORDER BY time_created DESC, id DESC LIMIT ${messagesMax}`;

const inputs = ['questions[0].question', 'command', 'filePath', 'path', 'pattern', 'url', 'query', 'description']
  .map((key) => `json_extract(data, '$.state.input.${key}')`)
  .join(', ');
const tools = `
  SELECT json_extract(data, '$.tool') AS tool, json_extract(data, '$.state.status') AS status,
    json_type(data, '$.state.metadata') IS NOT NULL AS hasMetadata,
    json_extract(data, '$.state.time.start') AS start,
    substr(json_extract(data, '$.state.error'), 1, ${textMax}) AS error,
    substr(coalesce(${inputs}), 1, ${textMax}) AS input
  FROM part WHERE message_id = ? AND json_valid(data) AND json_extract(data, '$.type') = 'tool'
  ORDER BY id DESC LIMIT ${toolsMax}`;

/**
 * Opens an SQLite database that somebody else writes. Reads only, never waits for a lock, never checkpoints; each reading is
 * one short transaction. Only to be called when its WAL is there, see `databaseIsReady`.
 *
 * @throws Error when it cannot be opened
 */
export async function openReader(path: string): Promise<Reader> {
  const { default: Sqlite } = await import('better-sqlite3');
  const db = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: 0 });
  const statement = prepared(db);
  const read = db.transaction((wanted: Wanted): SessionRow[] => {
    const rows = statement(sessions).all({
      since: wanted.since,
      directories: JSON.stringify(wanted.directories),
      ids: JSON.stringify(wanted.ids),
    });
    return rows.flatMap((row) => {
      const session = sessionRow(row);
      if (session === null) return [];
      const all = statement(messages)
        .all(session.id)
        .flatMap((one) => messageRow(one) ?? []);
      const answer = all.find(({ role }) => role === 'assistant');
      const calls = answer === undefined ? [] : statement(tools).all(answer.id).map(toolRow).reverse();
      return [{ ...session, messages: all, tools: calls }];
    });
  });
  return {
    version: () => Number(db.pragma('data_version', { simple: true })),
    read: (wanted) => read.deferred(wanted),
    close: () => void db.close(),
  };
}

/** Prepared when first used, because the tables may come later. */
function prepared(db: Database): (sql: string) => Statement {
  const known = new Map<string, Statement>();
  return (sql) => {
    const statement = known.get(sql) ?? db.prepare(sql);
    known.set(sql, statement);
    return statement;
  };
}

type Row = Readonly<Record<string, unknown>>;

/** The columns' types are a promise of the schema only; SQLite stores what it is given. */
function sessionRow(value: unknown): Omit<SessionRow, 'messages' | 'tools'> | null {
  const { id, parent, directory, title, model, created } = record(value);
  if (typeof id !== 'string' || typeof directory !== 'string') return null;
  const names = { parent: string(parent), title: string(title), model: string(model) };
  return { id, directory, ...names, created: number(created) ?? 0 };
}

function messageRow(value: unknown): MessageRow | null {
  const { id, role, created, updated, completed, finish, error, errorText, model } = record(value);
  const start = number(created);
  if (typeof id !== 'string' || start === null) return null;
  const texts = { role: string(role), finish: string(finish), error: string(error), errorText: string(errorText) };
  const times = { created: start, updated: number(updated) ?? start, completed: number(completed) };
  return { id, ...texts, ...times, model: string(model) };
}

function toolRow(value: unknown): ToolRow {
  const { tool, status, hasMetadata, start, error, input } = record(value);
  const name = string(tool) ?? '';
  const what = string(input);
  const detail = name === 'question' || what === null ? what : `${name}: ${what}`;
  return {
    tool: name,
    status: string(status) ?? '',
    hasMetadata: hasMetadata === 1,
    start: number(start),
    error: string(error),
    detail: detail ?? name,
  };
}

function record(value: unknown): Row {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function string(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
