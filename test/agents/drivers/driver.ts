import type { Model } from '../model/server.ts';
import type { Package } from '../packages.ts';
import type { Seat } from '../seat.ts';

/** What is asked of an agent; each has a scenario of its own. */
export const scenarioNames = [
  'turn',
  'tool',
  'permission',
  'deny',
  'question',
  'esc-early',
  'esc-tool',
  'error',
  'kill',
  'clear',
  'resume',
  'two',
  'subagent',
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** Where an agent runs: a private home, its folders, the model that answers. */
export interface Place {
  home: string;
  /** Folders that it will be started in. */
  dirs: readonly string[];
  model: Model;
}

/** How one agent is set up and handled, as its user would. */
export interface Driver {
  /** As the daemon calls it. */
  agent: string;
  package: Package;
  /** Whether we have a piece that can be put into it. */
  integration: boolean;
  /** What it cannot be asked, and why. */
  without: Readonly<Partial<Record<ScenarioName, string>>>;
  /** Environment of its panes. */
  env(place: Place): Readonly<Record<string, string>>;
  /** Writes its configuration: no first-run questions, folders trusted, a key that opens nothing. */
  configure(place: Place): void;
  /** Shell command lines. */
  start: string;
  resume: string;
  /** The screen of an agent that listens. */
  ready: RegExp;
  /** The screen while it wants an approval, an answer. */
  permission: RegExp;
  question: RegExp;
  approve: readonly string[];
  deny: readonly string[];
  answer: readonly string[];
  /** @returns `performance.now()` before the key that does it */
  interrupt(seat: Seat): Promise<number>;
  /** The line that begins a new thread. */
  clear: string;
  /** Leaves it; the shell has the pane back afterwards. */
  quit(seat: Seat): Promise<void>;
  /** How a turn ends whose permission was denied. */
  denied: 'interrupted' | 'done';
  /** What is shown after `clear`, before the first prompt. */
  cleared: readonly string[];
  /** What is shown after `resume`, before the first prompt. */
  resumed: readonly string[];
  /** What two in one folder may show until it is clear which is which; default nothing. */
  unclear?: readonly string[];
  /** What becomes of an open turn when its process is killed: some have a server that goes on. */
  killed: 'interrupted' | 'running';
}
