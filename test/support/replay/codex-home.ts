import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type AppServer, serveApp, thread } from '../agents/app-server.ts';
import type { World } from '../world.ts';
import type { Json, Step } from './recording.ts';
import { type StandIn, standInPath } from './stand-in.ts';

/** `~/.codex` of a world, which all recordings of Codex in it share, with the app-server that runs their threads. */
export interface CodexHome extends AsyncDisposable {
  open(step: Extract<Step, { type: 'open' }>, terminal: StandIn): void;
  close(step: Extract<Step, { type: 'close' }>, terminal: StandIn | null): void;
  tell(message: Json): void;
}

export async function codexHome(world: World): Promise<CodexHome> {
  const home = join(world.home, '.codex');
  for (const dir of ['thread-writer-locks', 'tui-thread-reference-capabilities', 'app-server-control'])
    mkdirSync(join(home, dir), { recursive: true });
  const app = await serveApp(join(home, 'app-server-control', 'app-server-control.sock'));
  const server = startServer(world);
  const lockOf = (id: string) => join(home, 'thread-writer-locks', `${id}.lock`);
  return {
    open({ id, path, cwd, parent, served }, terminal) {
      writeFileSync(lockOf(id), '');
      if (parent === null) writeFileSync(join(home, 'tui-thread-reference-capabilities', id), '');
      if (!served) {
        terminal.hold(lockOf(id));
        return;
      }
      const described = thread(home, id, { path, cwd, parentThreadId: parent });
      app.threads.set(id, described);
      app.tell('thread/started', { thread: described });
    },
    close({ id, path }, terminal) {
      terminal?.drop(lockOf(id));
      terminal?.drop(path);
      rmSync(lockOf(id), { force: true });
      if (app.threads.delete(id)) app.tell('thread/closed', { threadId: id });
    },
    tell: (message) => tell(app, message),
    async [Symbol.asyncDispose]() {
      server.kill('SIGKILL');
      await app.close();
    },
  };
}

function tell(app: AppServer, message: Json): void {
  const method = String(message['method']);
  const params = message['params'] as { threadId?: string; status?: unknown; threadName?: unknown };
  const known = app.threads.get(params.threadId ?? '');
  // The recorder heard of the threads of others as well; what opens a thread is told by `open`.
  if (known === undefined || method === 'thread/started' || method === 'thread/closed') return;
  if (params.status !== undefined) known['status'] = params.status;
  if (params.threadName !== undefined) known['name'] = params.threadName;
  const at = message['emittedAtMs'];
  app.tell(method, params, typeof at === 'number' ? at : undefined);
}

/** A process that has the server's name and arguments: a shell, for which `app-server` is a script. */
function startServer(world: World): ChildProcess {
  const path = standInPath(world, 'codex');
  const dir = dirname(path);
  writeFileSync(join(dir, 'app-server'), 'while read -r _; do :; done\n');
  const args = ['app-server', '--listen', 'unix://', '--managed-daemon'];
  return spawn(path, args, { cwd: dir, env: { ...world.env }, stdio: ['pipe', 'ignore', 'ignore'] });
}

/** Whether a rollout's process holds it open from its first line on: one that runs its threads itself does. */
export function isRollout(path: string): boolean {
  return basename(path).startsWith('rollout-');
}
