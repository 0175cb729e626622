import { detail, exchange } from '../client/request.ts';

/** The longest text between two blank lines that we read; the daemon's own largest is a snapshot. */
const eventCharactersMax = 32 * 1024 * 1024;
const problemCharactersMax = 64 * 1024;
/** The daemon sends a comment every 15 s. */
const silenceMillisMax = 60_000;

/** One server-sent event, its data not yet parsed. */
export interface ServerEvent {
  id: string;
  event: string;
  data: string;
}

export interface Follow {
  onEvent: (event: ServerEvent) => void;
  /** The stream stands: what happens from now on is not missed. */
  onOpen?: () => void;
  signal?: AbortSignal;
}

/**
 * The daemon's events until it ends, or until the signal.
 *
 * @throws NoDaemon; Error when the daemon refuses or falls silent
 */
export async function followEvents(socket: string, { onEvent, onOpen, signal }: Follow): Promise<void> {
  const parser = createEventParser();
  let refusal: string | undefined;
  await exchange({
    socket,
    method: 'GET',
    path: '/events',
    headers: { accept: 'text/event-stream' },
    millisMax: silenceMillisMax,
    signal,
    onHead(status) {
      if (status === 200) onOpen?.();
      else refusal = '';
    },
    onText(text) {
      if (refusal === undefined) for (const event of parser(text)) onEvent(event);
      else refusal = (refusal + text).slice(0, problemCharactersMax);
      return true;
    },
  });
  if (refusal !== undefined) throw new Error(detail(refusal));
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
      const data = fields.get('data');
      return data === undefined ? [] : [{ id: fields.get('id') ?? '', event: fields.get('event') ?? 'message', data }];
    });
  };
}
