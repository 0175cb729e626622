import type { Asks } from '../asks.ts';
import type { RunCommand } from '../commands.ts';
import type { Feed } from '../feed.ts';
import { keyFinder } from '../find.ts';
import type { Follow } from '../follow.ts';
import type { Log } from '../log.ts';
import type { Ports } from '../ports.ts';
import type { Servers } from '../servers.ts';
import type { Store } from '../store.ts';
import { agentPush } from './agent.ts';
import { askRoute } from './ask.ts';
import { batchRoute } from './batch.ts';
import { commandRoute } from './command.ts';
import { metadataPushes } from './metadata.ts';
import { openApiRoute } from './openapi.ts';
import { eventsRoute, explainRoute, healthRoute, recordingRoute, stateRoute, webSocketRoute } from './reading.ts';
import type { Route } from './route.ts';

export interface RoutesOptions {
  store: Store;
  servers: Servers;
  follow: Follow;
  ports: Ports;
  asks: Asks;
  feed: Feed;
  run: RunCommand;
  log: Log;
  version: string;
  /** TCP port that was asked for. */
  portWanted: () => number;
}

/** Everything that is served. */
export function routes({
  store,
  servers,
  follow,
  ports,
  asks,
  feed,
  run,
  log,
  version,
  portWanted,
}: RoutesOptions): Route[] {
  const find = keyFinder(store, servers);
  const pushes = [...metadataPushes(store, servers, find), agentPush(store, find)];
  const all: Route[] = [
    healthRoute(version, portWanted),
    stateRoute(store, follow, ports),
    explainRoute(store, find),
    recordingRoute(store, find, version),
    eventsRoute(feed),
    webSocketRoute,
    ...pushes,
    askRoute(asks, find),
    batchRoute(pushes, log),
    commandRoute(run),
  ];
  return [...all, openApiRoute(all, version)];
}
