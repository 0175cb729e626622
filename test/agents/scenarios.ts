import { until } from '../support/until.ts';
import type { ScenarioName } from './drivers/driver.ts';
import { Seat } from './seat.ts';
import type { Stage } from './stage.ts';

const answerMillisMax = 60_000;

/** Plays one scenario in a folder of its own. */
export const scenarios: Readonly<Record<ScenarioName, (stage: Stage, dir: string) => Promise<void>>> = {
  async turn(stage, dir) {
    const seat = await started(stage, dir);
    const asked = await ask(stage, seat, 'HOLD');
    await stage.expect(seat, 'running', { since: 'key', at: asked });
    const released = await release(stage);
    await stage.expect(seat, 'done', { since: 'model', at: released });
    await stage.quit(seat);
  },

  async tool(stage, dir) {
    const seat = await started(stage, dir);
    const asked = await ask(stage, seat, 'SLOWTOOL 3');
    await stage.expect(seat, 'running', { since: 'key', at: asked });
    await answers(stage, 'SLOWTOOL', 2);
    await stage.expect(seat, 'done', { since: 'model', at: asked, via: ['running'] });
    await stage.quit(seat);
  },

  async permission(stage, dir) {
    const { seat, asked } = await waiting(stage, dir, 'ASK');
    const approved = await seat.press(...stage.driver.approve);
    await stage.expect(seat, 'running', { since: 'key', at: approved });
    await answers(stage, 'ASK', 2);
    await stage.expect(seat, 'done', { since: 'model', at: asked, via: ['waiting', 'running'] });
    await stage.quit(seat);
  },

  async deny(stage, dir) {
    const { seat } = await waiting(stage, dir, 'ASK');
    const denied = await seat.press(...stage.driver.deny);
    await stage.expect(seat, stage.driver.denied, { since: 'key', at: denied, via: ['running'] });
    await seat.shows(stage.driver.ready);
    await stage.quit(seat);
  },

  async question(stage, dir) {
    const { seat, asked } = await waiting(stage, dir, 'ASKQ');
    await seat.press(...stage.driver.answer);
    await answers(stage, 'ASKQ', 2);
    await stage.expect(seat, 'done', { since: 'model', at: asked, via: ['waiting', 'running'] });
    await stage.quit(seat);
  },

  async 'esc-early'(stage, dir) {
    await interrupted(stage, dir, 'MUTE');
  },

  async 'esc-tool'(stage, dir) {
    await interrupted(stage, dir, 'HANGTOOL');
  },

  async error(stage, dir) {
    const seat = await started(stage, dir);
    const asked = await ask(stage, seat, 'FAIL 400');
    await answers(stage, 'FAIL', 1);
    await stage.expect(seat, 'error', { since: 'model', at: asked, via: ['running'] });
    await stage.quit(seat);
  },

  async kill(stage, dir) {
    const seat = await started(stage, dir);
    const asked = await ask(stage, seat, 'HOLD');
    await stage.expect(seat, 'running', { since: 'key', at: asked });
    const thread = stage.thread(seat) ?? '';
    const killed = await kill(stage, seat);
    await stage.expect(seat, stage.driver.killed, { since: 'kill', at: killed, thread });
    const released = await release(stage);
    if (stage.driver.killed === 'running') await stage.expect(seat, 'done', { since: 'model', at: released, thread });
  },

  async clear(stage, dir) {
    const seat = await done(stage, dir);
    const before = stage.thread(seat);
    const cleared = await seat.enter(stage.driver.clear);
    const via = ['running', 'none', 'unknown'];
    await stage.expect(seat, stage.driver.cleared, { since: 'key', at: cleared, via });
    const asked = await ask(stage, seat, 'HOLD');
    await stage.expect(seat, 'running', { since: 'key', at: asked });
    const released = await release(stage);
    await stage.expect(seat, 'done', { since: 'model', at: released });
    stage.check('another thread', stage.thread(seat) !== before, `still ${before}`);
    await stage.quit(seat);
  },

  async resume(stage, dir) {
    const seat = await done(stage, dir);
    const before = stage.thread(seat);
    await stage.quit(seat);
    // What the screen still shows of before must not be taken for the new one.
    await seat.enter('clear');
    await seat.shell();
    await seat.enter(stage.driver.resume);
    await seat.shows(stage.driver.ready);
    // A thread that ended unseen stays until its pane shows another one.
    const via = ['unknown', 'done+unknown', 'done+idle'];
    await stage.expect(seat, stage.driver.resumed, { since: 'screen', at: performance.now(), via });
    const asked = await ask(stage, seat, 'HOLD');
    await stage.expect(seat, 'running', { since: 'key', at: asked });
    const released = await release(stage);
    await stage.expect(seat, 'done', { since: 'model', at: released });
    stage.check('the same thread', stage.thread(seat) === before, `${stage.thread(seat)} and not ${before}`);
    await stage.quit(seat);
  },

  async two(stage, dir) {
    const first = await started(stage, dir);
    const second = await started(stage, dir);
    const via = stage.driver.unclear ?? [];
    const asked = await ask(stage, first, 'HOLD');
    await stage.expect(first, 'running', { since: 'key', at: asked, via });
    await stage.expect(second, 'idle', { since: 'key', at: asked, via });
    const askedToo = await ask(stage, second, 'HANGTOOL');
    await stage.expect(second, 'running', { since: 'key', at: askedToo, via });
    const released = await release(stage);
    await stage.expect(first, 'done', { since: 'model', at: released });
    await stage.expect(second, 'running', { since: 'model', at: released });
    const stopped = await stage.driver.interrupt(second);
    await stage.expect(second, 'interrupted', { since: 'key', at: stopped });
    await stage.expect(first, 'done', { since: 'key', at: stopped });
    await stage.quit(first);
    await stage.quit(second);
  },

  async subagent(stage, dir) {
    const seat = await started(stage, dir);
    const asked = await ask(stage, seat, 'TASK HOLD');
    await stage.expect(seat, 'running', { since: 'key', at: asked });
    await answers(stage, 'HOLD', 1, false);
    await stage.expect(seat, 'running', { since: 'model', at: performance.now() });
    const released = await release(stage);
    await answers(stage, 'TASK', 2);
    await stage.expect(seat, 'done', { since: 'model', at: released, via: ['running'] });
    await stage.quit(seat);
  },
};

/** A seat with an agent that listens. */
async function started(stage: Stage, dir: string): Promise<Seat> {
  const { driver, world } = stage;
  const name = `${stage.scenario}-${stage.seats}`;
  stage.seats += 1;
  const seat = await Seat.open(world, name, dir);
  await seat.enter(driver.start);
  await seat.shows(driver.ready);
  await stage.expect(seat, 'idle', { since: 'screen', at: performance.now(), via: ['none', 'unknown'] });
  return seat;
}

/** Types a prompt, and waits until the model got it. @returns `performance.now()` before Enter */
async function ask(stage: Stage, seat: Seat, prompt: string): Promise<number> {
  const asked = await seat.enter(prompt);
  const got = () => stage.model.answers().some(({ aside, began }) => !aside && began > asked);
  await until(got, `the model to be asked ${prompt}`, { timeoutMs: answerMillisMax });
  return asked;
}

/** Waits until the model has answered to a directive so many times in this scenario. */
async function answers(stage: Stage, word: string, count: number, ended = true): Promise<void> {
  const given = () =>
    stage.model.answers().filter((one) => one.word === word && !one.aside && one.began > stage.began).length >= count &&
    (!ended || stage.model.answers().every((one) => one.word !== word || one.ended !== null));
  await until(given, `${count} answers to ${word}`, { timeoutMs: answerMillisMax });
}

/** Ends what is held. @returns `performance.now()` before that */
async function release(stage: Stage): Promise<number> {
  const now = performance.now();
  stage.model.release();
  await until(() => stage.model.answers().every(({ ended }) => ended !== null), 'the end of what was held');
  return now;
}

async function done(stage: Stage, dir: string): Promise<Seat> {
  const seat = await started(stage, dir);
  const asked = await ask(stage, seat, 'SAY hello');
  await stage.expect(seat, 'done', { since: 'model', at: asked, via: ['running'] });
  return seat;
}

async function waiting(stage: Stage, dir: string, prompt: 'ASK' | 'ASKQ'): Promise<{ seat: Seat; asked: number }> {
  const seat = await started(stage, dir);
  const asked = await ask(stage, seat, prompt);
  await seat.shows(prompt === 'ASK' ? stage.driver.permission : stage.driver.question);
  await stage.expect(seat, 'waiting', { since: 'model', at: asked, via: ['running'] });
  return { seat, asked };
}

async function interrupted(stage: Stage, dir: string, prompt: string): Promise<void> {
  const seat = await started(stage, dir);
  const asked = await ask(stage, seat, prompt);
  await stage.expect(seat, 'running', { since: 'key', at: asked });
  const stopped = await stage.driver.interrupt(seat);
  await stage.expect(seat, 'interrupted', { since: 'key', at: stopped });
  await seat.press('C-u');
  await stage.quit(seat);
}

/** Ends the agent in a pane without a word, its wrapper too. @returns `performance.now()` before that */
async function kill(stage: Stage, seat: Seat): Promise<number> {
  const shell = Number(await stage.world.tmux('display-message', '-p', '-t', seat.pane, '#{pane_pid}'));
  const all = stage.world.processes();
  const below = (pid: number): number[] =>
    all.filter(({ ppid }) => ppid === pid).flatMap((child) => [...below(child.pid), child.pid]);
  const now = performance.now();
  for (const pid of below(shell)) process.kill(pid, 'SIGKILL');
  return now;
}
