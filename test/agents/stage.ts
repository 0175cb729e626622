import { setTimeout as pause } from 'node:timers/promises';
import type { Thread } from '../../src/protocol/state.ts';
import { until } from '../support/until.ts';
import type { World } from '../support/world.ts';
import type { Driver, ScenarioName } from './drivers/driver.ts';
import { describe, type Label, labelOf, spans, wrongSpans } from './judge.ts';
import type { Model } from './model/server.ts';
import type { Seat } from './seat.ts';
import type { Watch } from './watch.ts';

/** Not shown by then counts as never. */
const lateMillis = 5_000;
/** How long a state is looked at, to see whether it stays. */
const dwellMillis = 500;

/** What a latency counts from: a key, the last byte of the model's answer, the agent's screen, the end of a process. */
export type Since = 'key' | 'model' | 'screen' | 'kill';

export interface Step {
  agent: string;
  scenario: ScenarioName;
  expected: string;
  since: Since;
  right: boolean;
  /** Null when it was never shown, or before already. */
  latencyMs: number | null;
  certainty: string;
  /** What is wrong; empty when nothing is. */
  problem: string;
  /** What the agent showed when it was wrong. */
  screen: string;
}

interface Expectation {
  since: Since;
  /** `performance.now()`: of what it counts from; of `model`, of what came before. */
  at: number;
  /** What may be seen on the way there, beside what was shown before. */
  via?: readonly Label[];
  /** A thread, wherever it is; default what stands in the seat's pane. */
  thread?: string;
}

/** One scenario of one agent: what is expected, and what the daemon says. */
export class Stage {
  readonly steps: Step[] = [];
  /** Panes that were opened. */
  seats = 0;
  readonly began = performance.now();
  readonly driver: Driver;
  readonly scenario: ScenarioName;
  readonly world: World;
  readonly model: Model;
  /** Null: only the agents are driven, nothing is expected. */
  readonly watch: Watch | null;
  readonly #held = new Map<string, { step: Step; of: (thread: Thread) => boolean; states: Label[]; from: number }>();

  constructor({
    driver,
    scenario,
    world,
    model,
    watch,
  }: Pick<Stage, 'driver' | 'scenario' | 'world' | 'model' | 'watch'>) {
    this.driver = driver;
    this.scenario = scenario;
    this.world = world;
    this.model = model;
    this.watch = watch;
  }

  /** The one thread in a pane. */
  thread(seat: Seat): string | null {
    return (
      this.watch
        ?.history()
        .at(-1)
        ?.threads.find(({ pane }) => pane === seat.pane)?.thread ?? null
    );
  }

  /** What is shown comes to one of these states in time, by no wrong way, and stays. Says so in `steps`, never throws. */
  async expect(seat: Seat, states: Label | readonly Label[], expectation: Expectation): Promise<void> {
    const { watch } = this;
    if (watch === null) return;
    const { since, at, via = [], thread } = expectation;
    const right = typeof states === 'string' ? [states] : [...states];
    const of = (one: Thread) => (thread === undefined ? one.pane === seat.pane : one.thread === thread);
    const before = spans(watch.history(), of, at - 1, at)[0]?.label ?? 'none';
    this.#endHold(seat, at);
    const shown = () => watch.history().findLast(({ at: one }) => one <= performance.now());
    const isShown = () => right.includes(labelOf(shown()?.threads.filter(of) ?? []));
    const reached = await until(isShown, right.join(), { timeoutMs: lateMillis }).catch(() => false);
    const now = performance.now();
    const [last] = spans(watch.history(), of, at, now).slice(-1);
    const reachedAt = Math.max(last?.from ?? now, at);
    const from = since === 'model' ? this.#lastAnswer(at, reachedAt) : at;
    if (reached) await pause(dwellMillis);
    const seen = spans(watch.history(), of, at, performance.now());
    const wrong = wrongSpans(seen, [...right, ...via, before]);
    const isRight = reached && wrong.length === 0;
    const step: Step = {
      agent: this.driver.agent,
      scenario: this.scenario,
      expected: right.join('|'),
      since,
      right: isRight,
      latencyMs: reached && !right.includes(before) ? Math.max(0, reachedAt - from) : null,
      certainty: shown()?.threads.find(of)?.certainty ?? '',
      problem: isRight ? '' : `seen: ${describe(seen)}`,
      screen: isRight ? '' : await seat.text(),
    };
    this.steps.push(step);
    if (reached) this.#held.set(seat.pane, { step, of, states: right, from: reachedAt });
  }

  /** Leaves the agent. What it came to had to stay until now. */
  async quit(seat: Seat): Promise<void> {
    this.#endHold(seat, performance.now());
    await this.driver.quit(seat);
  }

  /** Something that is no state: an id that must be the same, say. */
  check(expected: string, right: boolean, problem: string): void {
    if (this.watch === null) return;
    const { agent } = this.driver;
    const rest = { since: 'key', latencyMs: null, certainty: '', screen: '' } as const;
    this.steps.push({ agent, scenario: this.scenario, expected, right, ...rest, problem: right ? '' : problem });
  }

  /** The scenario could not be played to its end. */
  broken(error: unknown): void {
    const problem = error instanceof Error ? error.message : String(error);
    const rest = { since: 'key', right: false, latencyMs: null, certainty: '', screen: '' } as const;
    this.steps.push({
      agent: this.driver.agent,
      scenario: this.scenario,
      expected: 'to be playable',
      ...rest,
      problem,
    });
  }

  /** What was reached has to stay until the next thing happens. */
  #endHold(seat: Seat, to: number): void {
    const held = this.#held.get(seat.pane);
    if (held === undefined || this.watch === null) return;
    this.#held.delete(seat.pane);
    const wrong = wrongSpans(spans(this.watch.history(), held.of, held.from, to), held.states);
    if (wrong.length === 0) return;
    held.step.right = false;
    held.step.problem = `did not stay: ${describe(wrong)}`;
  }

  #lastAnswer(after: number, before: number): number {
    const ends = this.model.answers().flatMap(({ aside, ended }) => (aside || ended === null ? [] : [ended]));
    return ends.findLast((end) => end > after && end <= before) ?? after;
  }
}
