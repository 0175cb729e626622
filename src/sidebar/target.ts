import type { LogEntry } from '../protocol/metadata.ts';
import type { BelowKey, ModeName, SessionKey, ThreadKey } from './model.ts';

/** What a click means where it is drawn. */
export type Target =
  /** A session of the list, or what is listed below it. */
  | { kind: 'place'; cursor: SessionKey; thread: BelowKey | null }
  | { kind: 'port'; port: number }
  /** More ports than are drawn. */
  | { kind: 'ports'; session: SessionKey }
  | { kind: 'thread'; session: SessionKey; thread: ThreadKey }
  | { kind: 'entry'; session: SessionKey; entry: LogEntry }
  | { kind: 'ask'; id: string }
  /** Index of what a dialog or the search lets choose from. */
  | { kind: 'choice'; index: number }
  /** The same as a key. */
  | { kind: 'key'; key: string }
  /** The rule whose place is the height of the detail panel. */
  | { kind: 'border' };

/** What the held button is about, from its press on. */
export type Hold = { at: number } & (
  | {
      kind: 'click';
      row: number;
      mode: ModeName;
      target: Target;
      /** The cursor or the choice was there before. */
      again: boolean;
    }
  /** A session is dragged to the place of the one with this index. */
  | { kind: 'move'; session: SessionKey; to: number }
  /** The panel is made this many rows high. */
  | { kind: 'border'; rows: number }
);

/** A button that was let go of elsewhere says nothing: what was dragged is forgotten this long after its last report. */
export const holdMillisMax = 10_000;
