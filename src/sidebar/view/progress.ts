import type { Progress, Status } from '../../protocol/metadata.ts';
import { drawable } from '../text.ts';

const barCells = 8;
/** The bar of what has no share. It stands still: a sidebar that nothing happens in writes nothing. */
export const indeterminateBar = '░▒▓▒░';

/** `3/10 files`, `75% deploying`, `… files` when nobody knows how far, or the label alone; empty when there is nothing to say. */
export function progressText({ current, total, percent, label, indeterminate }: Progress): string {
  const amount = indeterminate
    ? '…'
    : current !== null
      ? total === null
        ? `${current}`
        : `${current}/${total}`
      : percent !== null
        ? percentText(percent)
        : '';
  return [amount, drawable(label ?? '')].filter((part) => part !== '').join(' ');
}

/** Whether `summary` has anything to say, without the work of saying it. */
export function hasSummary(status: Status | null, progress: Progress | null): boolean {
  return (
    (status !== null && status.text !== '') ||
    (progress !== null && Object.values(progress).some((value) => value !== null && value !== '' && value !== false))
  );
}

/** The one line of a card: `Indexing · 3/10 files`. */
export function summary(status: Status | null, progress: Progress | null): string {
  const parts = [drawable(status?.text ?? ''), progress === null ? '' : progressText(progress)];
  return parts.filter((part) => part !== '').join(' · ');
}

/** How far it is, 0 to 1; null when the end is not known. */
export function share({ current, total, percent, indeterminate }: Progress): number | null {
  if (indeterminate) return null;
  const part = current !== null && total !== null && total > 0 ? current / total : current === null ? percent : null;
  return part === null ? null : Math.max(0, Math.min(1, part));
}

/** A started bar is never empty, and only a finished one is full. */
export function bar(part: number): string {
  const filled = part >= 1 ? barCells : Math.min(barCells - 1, Math.ceil(part * barCells));
  return '█'.repeat(filled) + '░'.repeat(barCells - filled);
}

export function percentText(part: number): string {
  return `${Math.round(part * 100)}%`;
}
