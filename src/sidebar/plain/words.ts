import type { Ask } from '../../protocol/ask.ts';
import type { LogEntry, Progress, Status, Tone } from '../../protocol/metadata.ts';
import type { Thread, ThreadState } from '../../protocol/state.ts';
import { clean } from '../../protocol/text.ts';

const stateWords: Readonly<Record<ThreadState, string>> = {
  waiting: 'waits for you',
  error: 'ended with an error',
  interrupted: 'was interrupted',
  running: 'works',
  done: 'is done',
  unknown: 'is there, nobody knows what it does',
  idle: 'is idle',
};

/** How a text is meant, where that is to be known before it is read. */
const toneWords: Readonly<Record<Tone, string>> = {
  neutral: '',
  info: '',
  success: '',
  warn: 'warning: ',
  error: 'error: ',
};

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** `12 seconds`, `1 minute`, `3 hours`, `2 days`: the greatest unit that is not empty. */
export function duration(since: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - since) / 1000));
  const [unit, size] = units.find(([, size]) => seconds >= size) ?? ['second', 1];
  return counted(Math.floor(seconds / size), unit);
}

/** `1 session`, `2 sessions` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `claude, fix login` */
export function threadName({ agent, name }: Pick<Thread, 'agent' | 'name'>): string {
  return [agent, name ?? ''].map(clean).filter(isSaid).join(', ');
}

/** `claude, fix login, waits for you: Bash: rm -rf build?`; with `now` also since when, where that matters. */
export function threadWords(thread: Thread, now?: number): string {
  const { state, since, certainty, detail, unseen, outside } = thread;
  const counts = now !== undefined && (state === 'waiting' || state === 'running');
  const what = [
    certainty === 'inferred' ? 'probably' : '',
    stateWords[state],
    counts ? `since ${duration(since, now)}` : '',
    outside ? 'outside tmux' : '',
  ]
    .filter(isSaid)
    .join(' ');
  const named = `${threadName(thread)}${thread.name === null ? ' ' : ', '}${what}`;
  const why = state === 'waiting' || state === 'error' ? clean(detail ?? '') : '';
  return `${named}${unseen && now !== undefined ? ', not seen yet' : ''}${isSaid(why) ? `: ${why}` : ''}`;
}

/** `Ship it? Answers: 1 yes, 2 no` */
export function askWords({ question, choices }: Ask): string {
  return `${clean(question)} Answers: ${choices.map((choice, index) => `${index + 1} ${clean(choice)}`).join(', ')}`;
}

/** Empty when there is nothing to say. */
export function statusWords({ text, tone }: Status): string {
  return isSaid(clean(text)) ? `${toneWords[tone]}${clean(text)}` : '';
}

/** `3 of 10 files`, `75% deploying`, `under way, indexing`; empty when there is nothing to say. */
export function progressWords({ current, total, percent, label, indeterminate }: Progress): string {
  const about = clean(label ?? '');
  if (indeterminate) return ['under way', about].filter(isSaid).join(', ');
  const share = percent === null ? '' : `${Math.round(percent * 100)}%`;
  const count = current === null ? share : total === null ? `${current}` : `${current} of ${total}`;
  return [count, about].filter(isSaid).join(' ');
}

/** `ci says: Tests passed` */
export function entryWords({ message, source, tone }: LogEntry): string {
  const who = clean(source ?? '');
  return `${isSaid(who) ? `${who} says: ` : ''}${toneWords[tone]}${clean(message)}`;
}

export function isSaid(part: string): boolean {
  return part !== '';
}
