import { detail, exchange, NoDaemon } from '../client/request.ts';

/** The longest text between two blank lines that we read; the daemon's own largest is a snapshot. */
const eventCharactersMax = 32 * 1024 * 1024;
const problemCharactersMax = 64 * 1024;
/** The daemon sends a comment every 15 s. */
const silenceMillisMax = 60_000;

/** One server-sent event, its data not yet parsed; null where an id stands alone. */
export interface ServerEvent {
  id: string;
  event: string;
  data: string | null;
}

export type DataEvent = ServerEvent & { data: string };

export interface Follow {
  onEvent: (event: DataEvent) => void;
  /** Each id, before its event: what `lastSeen` resumes from. */
  onId?: (id: string) => void;
  /** The stream stands: what happens from now on is not missed. */
  onOpen?: () => void;
  /** The last id that was seen: what came after it is told first. */
  lastSeen?: string | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * The daemon's events until it ends, or until the signal.
 *
 * @throws NoDaemon, also for one that is about to end; Error when the daemon refuses or falls silent
 */
export async function followEvents(socket: string, { onEvent, onId, onOpen, lastSeen, signal }: Follow): Promise<void> {
  const parser = createEventParser();
  let refusal: { status: number; body: string } | undefined;
  await exchange({
    socket,
    method: 'GET',
    path: '/events',
    headers: { accept: 'text/event-stream', ...(lastSeen === undefined ? {} : { 'last-event-id': lastSeen }) },
    millisMax: silenceMillisMax,
    signal,
    onHead(status) {
      if (status === 200) onOpen?.();
      else refusal = { status, body: '' };
    },
    onText(text) {
      if (refusal !== undefined) {
        refusal.body = (refusal.body + text).slice(0, problemCharactersMax);
        return true;
      }
      for (const { id, event, data } of parser(text)) {
        if (id !== '') onId?.(id);
        if (data !== null) onEvent({ id, event, data });
      }
      return true;
    },
  });
  if (refusal?.status === 503) throw new NoDaemon(detail(refusal.body));
  if (refusal !== undefined) throw new Error(detail(refusal.body));
}

/** Feeds on text as it comes and gives the events that are complete. @throws Error for one without end */
export function createEventParser(): (text: string) => ServerEvent[] {
  let pending = '';
  return (text) => {
    const blocks = (pending + text).split('\n\n');
    pending = blocks.pop() ?? '';
    if (pending.length > eventCharactersMax) throw new Error(`an event is over ${eventCharactersMax} characters`);
    return blocks.flatMap((block) => {
      const fields = new Map<string, string>();
      for (const line of block.split('\n')) {
        const [, name = '', value = ''] = /^([^:]+): ?(.*)$/.exec(line) ?? [];
        fields.set(name, name === 'data' && fields.has(name) ? `${fields.get(name)}\n${value}` : value);
      }
      const [id = '', data = null] = [fields.get('id'), fields.get('data')];
      return id === '' && data === null ? [] : [{ id, event: fields.get('event') ?? 'message', data }];
    });
  };
}
