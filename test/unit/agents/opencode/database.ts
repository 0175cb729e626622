import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { openReader, type Wanted } from '../../../../src/agents/opencode/reader.ts';
import { until } from '../../../support/until.ts';
import { fixture } from './recordings.ts';

/** A directory that is removed with its scope. */
export function scratch(): Disposable & { dir: string } {
  const dir = mkdtempSync(join(tmpdir(), 'os-opencode-'));
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
}

/** A database as OpenCode writes it: WAL, nothing folded into the main file. Left open, as by a process that lives. */
export function writer(path: string, recording?: string): Database {
  const db = new Sqlite(path);
  db.pragma('journal_mode = WAL');
  db.pragma('wal_autocheckpoint = 0');
  if (recording !== undefined) db.exec(fixture(recording));
  return db;
}

export const everything: Wanted = { directories: ['/home/dev/api'], since: 0, ids: [] };

export async function rows(path: string, wanted = everything) {
  const reader = await openReader(path);
  try {
    return reader.read(wanted);
  } finally {
    reader.close();
  }
}

/** Opens a database as OpenCode does: WAL first, and no time to wait for a lock. Each line is SQL, answered by a line. */
const script = `
  const db = new (require('better-sqlite3'))(process.argv[1], { timeout: 0 });
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    try {
      const sql = JSON.parse(line);
      if (sql === 'wal') db.pragma('journal_mode = WAL');
      else db.exec(sql);
      console.log('ok');
    } catch (error) {
      console.log(error.message);
    }
  });`;

export interface Writer extends AsyncDisposable {
  pid: number;
  /** Runs SQL, or `wal`; gives `ok`, or what is wrong. */
  run(sql: string): Promise<string>;
  kill(): Promise<void>;
}

/** A writer in a process of its own: between processes locks are real. */
export function writerProcess(path: string): Writer {
  const child = spawn(process.execPath, ['-e', script, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => answers.push(...text.trim().split('\n')));
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = async () => {
    child.kill('SIGKILL');
    await exit;
  };
  return {
    pid: child.pid ?? 0,
    async run(sql) {
      const before = answers.length;
      child.stdin.write(`${JSON.stringify(sql)}\n`);
      await until(() => answers.length > before, `an answer to ${sql.slice(0, 40)}`);
      return answers[before] ?? '';
    },
    kill,
    [Symbol.asyncDispose]: kill,
  };
}
