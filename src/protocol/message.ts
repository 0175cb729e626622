import * as z from 'zod/mini';
import { Command, Origin } from './command.ts';
import { Settings } from './settings.ts';
import { Snapshot, You } from './state.ts';

export const protocolVersion = 1;
export const messageBytesMax = 64 * 1024;

/** What a WebSocket client says. A sidebar identifies itself once, so that the daemon knows which pane it is. */
export const ClientMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('identify'),
    origin: Origin,
    /** After the first state it wants `Changes` instead of whole ones. */
    changes: z.optional(z.boolean()),
    /** Which build it is: one of another build than the daemon's is started anew. */
    build: z.optional(z.string().check(z.maxLength(64))),
  }),
  /** `server` (a socket path) says which one is meant where the client is in none of the daemon's tmux servers. */
  z.object({ type: z.literal('command'), command: Command, server: z.optional(Origin.shape.server) }),
]);
export type ClientMessage = z.infer<typeof ClientMessage>;

/** What the daemon says: `hello` at once and unasked, then a whole snapshot after each visible change, latest wins. */
export const ServerMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), v: z.number(), version: z.string(), pid: z.number() }),
  z.object({ type: z.literal('state'), seq: z.number(), state: Snapshot, you: You }),
  /** To those who identified themselves, before the first state after that, and after each change. */
  z.object({ type: z.literal('settings'), settings: Settings }),
  /** A command or a message failed; `message` is one line for a person, `command` the name of the one that failed. */
  z.object({ type: z.literal('error'), message: z.string(), command: z.optional(z.string()) }),
  /** The popup that was asked for has the keys, or has closed again. */
  z.object({ type: z.literal('done'), command: z.literal('session.pick') }),
  /** The daemon ends on purpose: do not start it again. */
  z.object({ type: z.literal('bye') }),
]);
export type ServerMessage = z.infer<typeof ServerMessage>;

/** `GET /health` */
export const Health = z.object({
  name: z.literal('opensessions'),
  version: z.string(),
  /** Tells builds of one version apart. */
  build: z.optional(z.string()),
  pid: z.number(),
  /** Seconds since the daemon started. */
  uptime: z.number(),
  /** TCP port that environment, config or default asked for, 0 for any; it listens on another one where that was taken. */
  portWanted: z.optional(z.number()),
});
export type Health = z.infer<typeof Health>;
