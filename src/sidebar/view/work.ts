import type { Thread } from '../../protocol/state.ts';

const workMax = 99;

type Work = Pick<Thread, 'subagents' | 'background'>;

/** What threads have under way beside themselves: `+2` subagents, `&1` shells in the background; empty without any. */
export function workText(threads: readonly Work[]): string {
  const parts = [count('+', sum(threads, 'subagents')), count('&', sum(threads, 'background'))];
  return parts.filter((part) => part !== '').join(' ');
}

function sum(threads: readonly Work[], key: keyof Work): number {
  return threads.reduce((total, thread) => total + thread[key], 0);
}

function count(sign: string, number: number): string {
  return number === 0 ? '' : `${sign}${number > workMax ? `${workMax}+` : number}`;
}
