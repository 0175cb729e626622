import { noticeActions } from '../../core/notice.ts';
import { LogClear, LogPush, ProgressPush, StatusPush } from '../../protocol/metadata.ts';
import type { FindKey } from '../find.ts';
import type { Servers } from '../servers.ts';
import type { Store } from '../store.ts';
import { type Push, push } from './push.ts';

/** Status, progress and log of a session. */
export function metadataPushes(store: Store, servers: Servers, find: FindKey): Push[] {
  return [
    push(find, {
      path: '/set-status',
      summary: 'Sets or clears the status of a session.',
      schema: StatusPush,
      accept({ text, tone, ttl }, key) {
        store.dispatch({ type: 'status.pushed', key, push: { text, tone }, expires: expiry(ttl) });
      },
    }),
    push(find, {
      path: '/set-progress',
      summary: 'Sets or clears the progress of a session.',
      schema: ProgressPush,
      accept({ session: _, pane: __, ttl, ...content }, key) {
        store.dispatch({ type: 'progress.pushed', key, push: content, expires: expiry(ttl) });
      },
    }),
    push(find, {
      path: '/log',
      summary: 'Appends an entry to the log of a session.',
      schema: LogPush,
      accept({ message, tone, source }, key) {
        store.dispatch({ type: 'log.pushed', key, push: { message, tone, source }, at: Date.now(), notify: false });
      },
    }),
    push(find, {
      path: '/clear-log',
      summary: 'Empties the log of a session.',
      schema: LogClear,
      accept(_, key) {
        store.dispatch({ type: 'log.cleared', key });
      },
    }),
    push(find, {
      path: '/notify',
      summary: 'Appends a highlighted entry, and shows it to the clients that look at another session.',
      schema: LogPush,
      async accept({ message, tone, source }, key) {
        store.dispatch({ type: 'log.pushed', key, push: { message, tone, source }, at: Date.now(), notify: true });
        const notice = noticeActions(store.state(), key, { message, source });
        if (notice !== null) await servers.act(notice.server, notice.actions);
      },
    }),
  ];
}

/** Epoch milliseconds at which what comes now with this ttl is over. */
export function expiry(ttlSeconds: number | undefined): number | null {
  return ttlSeconds === undefined ? null : Date.now() + ttlSeconds * 1000;
}
