/** What tmux shall do, in our words. `src/tmux/actions.ts` renders each; a list runs in one turn of tmux's loop. */
export type TmuxAction =
  /** The live pane and a slot trade places; sizes, layout and active panes stay. */
  | { type: 'pane.swap'; live: string; slot: string }
  | { type: 'pane.select'; pane: string }
  /** The work pane `last` becomes the one that `last-pane` goes to, if `active` still has its window's focus. */
  | { type: 'pane.last'; active: string; last: string }
  /** It fills its window. */
  | { type: 'pane.zoom'; pane: string }
  | { type: 'pane.kill'; pane: string }
  | { type: 'pane.resize'; pane: string; width: number }
  /** A live pane moves to the stash, still running. */
  | { type: 'pane.park'; pane: string }
  /** A parked live pane becomes the outermost column of a window. */
  | { type: 'pane.join'; pane: string; window: string }
  /** A pane of ours becomes the outermost column of its window; `beside` is the work pane that has been that. */
  | { type: 'pane.move'; pane: string; beside: string }
  /** A work pane that lies in the stash becomes a window of a session. */
  | { type: 'pane.free'; pane: string; session: string }
  /** A work pane becomes half of the cell of another, to the right of it or below it; `focused` keeps the focus. */
  | { type: 'pane.beside'; pane: string; beside: string; axis: 'row' | 'column'; focused: boolean }
  /** A new slot becomes the outermost column of a window. */
  | { type: 'slot.create'; window: string; zoomed: boolean }
  /** The sidebar starts in this slot, which becomes live. */
  | { type: 'slot.wake'; slot: string }
  /** A live pane is replaced by a slot of the same size, and ends. */
  | { type: 'live.retire'; pane: string }
  /** A slot takes the place of a pane that should be one and has a process. */
  | { type: 'slot.replace'; pane: string }
  /** The window gets a layout that it had, now that our pane is gone. */
  | { type: 'layout.restore'; window: string; layout: string }
  /**
   * The window gets a layout, unless it is not as it was seen any more. `keeps` is what it shall have once our pane is gone;
   * null says nothing about that.
   */
  | { type: 'layout.arrange'; window: string; seen: string; layout: string; keeps: string | null }
  /** It becomes the session's current window. */
  | { type: 'window.select'; session: string; window: string }
  | { type: 'client.switch'; client: string; session: string }
  | { type: 'client.message'; client: string; text: string }
  /** Into tmux's newest buffer and, where tmux may, the clipboard of the client's terminal. */
  | { type: 'clipboard.set'; client: string; text: string }
  /** What the status line shows of us; null takes it away. Redraws every client. */
  | { type: 'status.set'; text: string | null }
  | { type: 'session.rename'; session: string; name: string }
  | { type: 'session.kill'; session: string }
  | { type: 'layout.even'; window: string; panes: readonly { pane: string; width: number }[] };
