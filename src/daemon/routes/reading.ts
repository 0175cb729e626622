import type { IncomingMessage } from 'node:http';
import * as z from 'zod/mini';
import { explain } from '../../core/explain.ts';
import { record } from '../../core/recording.ts';
import { snapshot } from '../../core/view.ts';
import { Explanations } from '../../protocol/explain.ts';
import { Health } from '../../protocol/message.ts';
import { Recording } from '../../protocol/recording.ts';
import { Snapshot } from '../../protocol/state.ts';
import { build } from '../../version.ts';
import type { Feed } from '../feed.ts';
import type { FindKey } from '../find.ts';
import type { Follow } from '../follow.ts';
import type { Ports } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { Store } from '../store.ts';
import { lookMillisMax, within } from '../within.ts';
import { answered, type Route } from './route.ts';

export const webSocketPath = '/ws';
/** Those who ask again and again share a look. */
const portsAgeMillisMax = 1000;

export function healthRoute(version: string, portWanted: () => number): Route {
  return {
    method: 'GET',
    path: '/health',
    access: 'open',
    summary: 'Says who is there.',
    answer: { status: 200, schema: Health },
    problems: [],
    async handle(): Promise<Health> {
      const uptime = Math.round(process.uptime());
      return { name: 'opensessions', version, build, pid: process.pid, uptime, portWanted: portWanted() };
    },
  };
}

export function stateRoute(store: Store, follow: Follow, ports: Ports): Route {
  return {
    method: 'GET',
    path: '/state',
    access: 'token',
    summary: 'All that is known, in one piece.',
    answer: { status: 200, schema: Snapshot },
    problems: [],
    async handle(): Promise<Snapshot> {
      await Promise.all([follow.directories(), within(lookMillisMax, ports.look(portsAgeMillisMax))]);
      return snapshot(store.state());
    },
  };
}

export function explainRoute(store: Store, find: FindKey): Route {
  return {
    method: 'GET',
    path: '/explain',
    access: 'token',
    summary:
      'Why threads are shown as they are: every signal, its age, and which one decided. `?session=` for one session.',
    answer: { status: 200, schema: Explanations },
    problems: [404],
    async handle(request): Promise<Explanations> {
      return { now: Date.now(), explanations: explain(store.state(), await keyOf(request, find)) };
    },
  };
}

export function recordingRoute(store: Store, find: FindKey, version: string): Route {
  return {
    method: 'GET',
    path: '/recording',
    access: 'token',
    summary:
      'What is known of agents without texts and paths, for a report of what is wrong. `?session=` for one session.',
    answer: { status: 200, schema: Recording },
    problems: [404],
    async handle(request): Promise<Recording> {
      return record(store.state().agents, await keyOf(request, find), version);
    },
  };
}

async function keyOf({ url = '/' }: IncomingMessage, find: FindKey): Promise<string | null> {
  const session = new URL(url, 'http://localhost').searchParams.get('session');
  return session === null ? null : find({ session });
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
