import { FeedEvent } from '../../protocol/feed.ts';
import { clean } from '../../protocol/text.ts';
import type { Call } from '../call.ts';
import type { DataEvent } from '../event-stream.ts';
import { print } from '../print.ts';
import { resumeEvents } from '../resume-events.ts';

/** Prints events until there is no daemon any more. */
export async function events({ values, paths }: Call): Promise<number> {
  return resumeEvents(paths.socket, {
    onEvent: (event) => print(values.has('json') ? asJson(event) : asText(event)),
    onBreak: () => process.stderr.write('opensessions events: the daemon ended; waiting for the next one\n'),
  });
}

function asJson({ id, event, data }: DataEvent): string {
  return `${JSON.stringify({ id, event, data: JSON.parse(data) })}\n`;
}

/** Time, kind, whom it is about, what. An event that is younger than we are is named and not explained. */
function asText({ event, data }: DataEvent): string {
  const parsed = FeedEvent.safeParse({ event, data: JSON.parse(data) });
  const said = parsed.success ? words(parsed.data) : [];
  return `${[new Date().toLocaleTimeString('en-GB'), event, ...said].map(clean).join('\t')}\n`;
}

function words(feed: FeedEvent): string[] {
  switch (feed.event) {
    case 'session':
      return [feed.data.name, feed.data.type];
    case 'thread':
      return [
        feed.data.name,
        `${feed.data.agent} ${feed.data.thread?.state ?? 'gone'}`,
        feed.data.thread?.detail ?? '',
      ];
    case 'ask':
      return [feed.data.ask.session, feed.data.type, feed.data.ask.question, feed.data.answer ?? ''];
    case 'client':
      return [feed.data.session, feed.data.type, feed.data.client];
    case 'reset':
      return ['', `${feed.data.sessions.length} sessions`];
    case 'metadata':
      return [feed.data.name, feed.data.kind, metadataText(feed.data)];
  }
}

function metadataText(data: Extract<FeedEvent, { event: 'metadata' }>['data']): string {
  if (data.value === null) return 'cleared';
  switch (data.kind) {
    case 'status':
      return data.value.text;
    case 'progress': {
      const { current, total, percent, label } = data.value;
      const amount =
        percent !== null ? `${Math.round(percent * 100)}%` : current === null ? '…' : `${current}/${total ?? '?'}`;
      return label === null ? amount : `${amount} ${label}`;
    }
    case 'log':
    case 'notify':
      return data.value.message;
  }
}
