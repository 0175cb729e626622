import { until } from '../support/until.ts';
import type { World } from '../support/world.ts';

/** Agents start slowly on a machine that has other things to do. */
const screenMillisMax = 60_000;
const prompt = 'seat$';

/** A shell in a pane that nobody looks at, in which an agent is run by keys. */
export class Seat {
  readonly pane: string;
  readonly #world: World;

  private constructor(world: World, pane: string) {
    this.#world = world;
    this.pane = pane;
  }

  static async open(world: World, name: string, dir: string): Promise<Seat> {
    const { pane } = await world.newSession(name, { dir, command: ['env', `PS1=${prompt} `, '/bin/sh', '-i'] });
    const seat = new Seat(world, pane);
    await seat.shell();
    return seat;
  }

  /** The visible lines. */
  text(): Promise<string> {
    return this.#world.tmux('capture-pane', '-p', '-t', this.pane);
  }

  /** Waits until the screen shows something. @throws UntilError with the screen */
  async shows(what: RegExp, { millisMax = screenMillisMax } = {}): Promise<void> {
    let screen = '';
    const look = async () => {
      screen = await this.text();
      return what.test(screen);
    };
    try {
      await until(look, `${what}`, { timeoutMs: millisMax });
    } catch (error) {
      throw new Error(`pane ${this.pane} does not show ${what} but\n${screen}`, { cause: error });
    }
  }

  /** Waits until the shell has its pane back. */
  shell(): Promise<void> {
    return this.shows(new RegExp(`${literal(prompt)} *\\s*$`));
  }

  /** Types a text key by key and waits until the screen shows it. */
  async type(text: string): Promise<void> {
    for (const character of text) await this.#world.tmux('send-keys', '-t', this.pane, '-l', character);
    await this.shows(new RegExp([...text].map((character) => literal(character)).join('\\s*')));
  }

  /** Presses keys in tmux's notation. @returns `performance.now()` before the last press */
  async press(...keys: readonly string[]): Promise<number> {
    let at = performance.now();
    for (const key of keys) {
      at = performance.now();
      await this.#world.tmux('send-keys', '-t', this.pane, key);
    }
    return at;
  }

  /** Types a line and presses Enter. @returns `performance.now()` before Enter */
  async enter(line: string): Promise<number> {
    await this.type(line);
    return this.press('Enter');
  }
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
