import type { IncomingMessage } from 'node:http';
import type { Event } from '../core/event.ts';
import { findSession } from '../core/find-session.ts';
import { noticeActions } from '../core/notice.ts';
import { snapshot } from '../core/view.ts';
import { CommandRequest } from '../protocol/command.ts';
import type { Health } from '../protocol/message.ts';
import { LogClear, LogPush, ProgressPush, StatusPush } from '../protocol/metadata.ts';
import { ServedByAnother, TmuxError, TmuxGone } from '../tmux/errors.ts';
import { readBody } from './body.ts';
import { CommandRefused, type RunCommand } from './commands.ts';
import type { Follow } from './follow.ts';
import { Problem } from './problem.ts';
import type { Servers } from './servers.ts';
import type { Store } from './store.ts';

export const webSocketPath = '/ws';

export interface Route {
  method: 'GET' | 'POST';
  path: string;
  /** `open` routes can only decorate; `token` ones read state or act. */
  access: 'open' | 'token';
  /** What comes back as JSON; undefined answers 204. @throws Problem */
  handle: (request: IncomingMessage) => Promise<unknown>;
}

export interface RoutesOptions {
  store: Store;
  servers: Servers;
  follow: Follow;
  run: RunCommand;
  version: string;
}

export function routes({ store, servers, follow, run, version }: RoutesOptions): Route[] {
  /** The key of the session that a push names; one that is not known yet is looked up once in tmux. */
  async function keyOf(ref: string): Promise<string> {
    const known = findSession(store.state(), ref);
    if (known.ok) return known.key;
    await servers.wakeAll();
    const found = findSession(store.state(), ref);
    if (found.ok) return found.key;
    throw new Problem(404, 'Not Found', found.reason);
  }

  const push = <T extends { session: string }>(
    path: string,
    schema: Parameters<typeof readBody<T>>[1],
    event: (key: string, push: T) => Event,
  ): Route => ({
    method: 'POST',
    path,
    access: 'open',
    async handle(request) {
      const body = await readBody(request, schema);
      store.dispatch(event(await keyOf(body.session), body));
      return undefined;
    },
  });

  return [
    {
      method: 'GET',
      path: '/health',
      access: 'open',
      async handle(): Promise<Health> {
        return { name: 'opensessions', version, pid: process.pid, uptime: Math.round(process.uptime()) };
      },
    },
    {
      method: 'GET',
      path: '/state',
      access: 'token',
      async handle() {
        await follow.directories();
        return snapshot(store.state());
      },
    },
    {
      method: 'GET',
      path: webSocketPath,
      access: 'token',
      // A request that does upgrade never comes to a route.
      async handle() {
        throw new Problem(426, 'Upgrade Required', 'this is a WebSocket', { upgrade: 'websocket' });
      },
    },
    push('/set-status', StatusPush, (key, { session: _, ...body }) => ({ type: 'status.pushed', key, push: body })),
    push('/set-progress', ProgressPush, (key, { session: _, ...body }) => ({
      type: 'progress.pushed',
      key,
      push: body,
    })),
    push('/log', LogPush, (key, { session: _, ...body }) => ({
      type: 'log.pushed',
      key,
      push: body,
      at: Date.now(),
      notify: false,
    })),
    push('/clear-log', LogClear, (key) => ({ type: 'log.cleared', key, push: {} })),
    {
      method: 'POST',
      path: '/notify',
      access: 'open',
      async handle(request) {
        const { session, ...body } = await readBody(request, LogPush);
        const key = await keyOf(session);
        store.dispatch({ type: 'log.pushed', key, push: body, at: Date.now(), notify: true });
        const notice = noticeActions(store.state(), key, body);
        if (notice !== null) await servers.act(notice.server, notice.actions);
        return undefined;
      },
    },
    {
      method: 'POST',
      path: '/command',
      access: 'token',
      async handle(request) {
        const { command, origin } = await readBody(request, CommandRequest);
        try {
          await run(command, origin ?? {});
        } catch (error) {
          if (error instanceof CommandRefused) throw new Problem(409, 'Conflict', error.message);
          if (error instanceof TmuxError || error instanceof TmuxGone || error instanceof ServedByAnother)
            throw new Problem(502, 'Bad Gateway', error.message);
          throw error;
        }
        return undefined;
      },
    },
  ];
}
