import * as z from 'zod/mini';
import { snapshot } from '../../core/view.ts';
import { Health } from '../../protocol/message.ts';
import { Snapshot } from '../../protocol/state.ts';
import type { Feed } from '../feed.ts';
import type { Follow } from '../follow.ts';
import { Problem } from '../problem.ts';
import type { Store } from '../store.ts';
import { answered, type Route } from './route.ts';

export const webSocketPath = '/ws';

export function healthRoute(version: string): Route {
  return {
    method: 'GET',
    path: '/health',
    access: 'open',
    summary: 'Says who is there.',
    answer: { status: 200, schema: Health },
    problems: [],
    async handle(): Promise<Health> {
      return { name: 'opensessions', version, pid: process.pid, uptime: Math.round(process.uptime()) };
    },
  };
}

export function stateRoute(store: Store, follow: Follow): Route {
  return {
    method: 'GET',
    path: '/state',
    access: 'token',
    summary: 'All that is known, in one piece.',
    answer: { status: 200, schema: Snapshot },
    problems: [],
    async handle(): Promise<Snapshot> {
      await follow.directories();
      return snapshot(store.state());
    },
  };
}

export function eventsRoute(feed: Feed): Route {
  return {
    method: 'GET',
    path: '/events',
    access: 'token',
    summary:
      'Server-sent events, each an Event of the schemas: its `event`, and its `data` on one line. `Last-Event-ID` resumes.',
    answer: { status: 200, type: 'text/event-stream', schema: z.string() },
    problems: [],
    async handle(request, response) {
      feed.serve(request, response);
      return answered;
    },
  };
}

export const webSocketRoute: Route = {
  method: 'GET',
  path: webSocketPath,
  access: 'token',
  summary: 'A WebSocket: whole snapshots come, commands go.',
  answer: { status: 101 },
  problems: [426],
  // A request that does upgrade never comes to a route.
  async handle() {
    throw new Problem(426, 'Upgrade Required', 'this is a WebSocket', { upgrade: 'websocket' });
  },
};
