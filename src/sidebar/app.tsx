import { render } from 'ink';
import type { Settings } from '../protocol/settings.ts';
import type { Session } from '../protocol/state.ts';
import type { Aimed } from './aim.ts';
import { Screen } from './components/screen.tsx';
import type { Depth } from './depth.ts';
import { earlyKeys } from './early-keys.ts';
import { forgetTexts } from './find.ts';
import { type Look, lookOf } from './look.ts';
import type { Model, Size } from './model.ts';
import { type MouseReport, mouseOff, mouseOn, withoutMouse } from './mouse.ts';
import { openSpinner, type Ticker } from './spinner.ts';
import { squeezed } from './squeeze.ts';
import { previewed } from './themes.ts';
import { type UiEvent, update } from './ui.ts';
import { frame } from './view/frame.ts';
import { paint } from './view/line.ts';
import { spinnersIn, turned } from './view/spinners.ts';
import { nextTickMs, spins } from './view/tick.ts';

/** A push is on the screen within this many milliseconds; Ink holds back what comes faster. */
const framesPerSecondMax = 1000;

export interface AppOptions {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  depth: Depth;
  model: Model;
  /** Epoch milliseconds. */
  clock(): number;
  send(command: Aimed): void;
  /** Asks why; the answer comes as an event of its own. */
  explain(session: Session): void;
  /** What turns the spinners; default a timer. */
  ticker?: Ticker;
  /** This sidebar ends: on `bye`, or because its user closed it. */
  onEnd(): void;
}

export interface App {
  dispatch(event: UiEvent): void;
  /** Gives the terminal back; settles when all is written. */
  close(): Promise<void>;
}

/** Puts the model on the terminal and keeps it there: event → update → frame → Ink. */
export function openApp({ stdin, stdout, depth, clock, send, explain, ticker, onEnd, ...start }: AppOptions): App {
  let { model } = start;
  const early = earlyKeys();
  let isOpen = true;
  let hasMouse = false;
  let tick: NodeJS.Timeout | undefined;
  let drawn: { settings: Settings; theme: string | undefined; look: Look } | undefined;

  const spinner = openSpinner((data) => stdout.write(data), ticker);

  function dispatch(event: UiEvent): void {
    if (early.keeps(model, event)) return;
    for (let next: UiEvent | undefined = event; next !== undefined; next = early.next(model, next)) take(next);
  }

  function take(event: UiEvent): void {
    if (!isOpen) return;
    const step = update(model, event, clock());
    if (model.mode.name === 'find' && step.model.mode.name !== 'find') forgetTexts();
    model = step.model;
    ink.rerender(screen());
    followMouse();
    awaitTick();
    step.commands.forEach(send);
    if (step.explain !== undefined) explain(step.explain);
    if (step.ends) onEnd();
  }

  /** Only where tmux has its mouse on: a pane that asks for it gets it in any case, and the selection is gone. */
  function followMouse(): void {
    const wanted = model.place !== 'terminal' && model.you.mouse;
    if (wanted === hasMouse) return;
    hasMouse = wanted;
    stdout.write(wanted ? mouseOn : mouseOff);
  }

  function awaitTick(): void {
    clearTimeout(tick);
    const waitMs = nextTickMs(model);
    if (waitMs !== null) tick = setTimeout(dispatch, waitMs, { type: 'ticked' });
  }

  function screen() {
    const look = lookNow();
    const lines = frame(model);
    const { glyphs } = model.settings;
    const turning = spinner.follow({ cells: spinnersIn(lines), isPaused: !spins(model), look, glyphs });
    const rows = lines.map((line) => paint(look, turning === null ? line : turned(line, turning), model.size.columns));
    return <Screen rows={rows} onKey={onKey} onPaste={onPaste} />;
  }

  function lookNow(): Look {
    const { settings } = model;
    const theme = previewed(model);
    if (drawn?.settings !== settings || drawn.theme !== theme)
      drawn = { settings, theme, look: lookOf(settings, depth, theme) };
    return drawn.look;
  }

  const onKey = (key: string) => dispatch({ type: 'key', key });
  const onPaste = (text: string) => dispatch({ type: 'pasted', text });
  const onMouse = (report: MouseReport) => dispatch({ type: 'mouse', ...report });
  const onResize = () => {
    // Terminals keep what a narrower size hid, and show it again at a wider one: nothing may count as already drawn.
    ink.clear();
    dispatch({ type: 'resized', size: sizeOf(stdout) });
  };

  // Rows that the terminal counts wider than we do are cut at the edge instead of wrapping.
  stdout.write('\u001b[?7l');
  const ink = render(screen(), {
    stdin: withoutMouse(stdin, onMouse),
    stdout: squeezed(stdout),
    interactive: true,
    // Neither the history nor a reflow on resize in tmux, and a shell gets its screen back.
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: framesPerSecondMax,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  // In place of Ink's own listener, which would erase and draw once more, and the old frame first.
  stdout.removeAllListeners('resize');
  stdout.on('resize', onResize);
  awaitTick();
  return {
    dispatch,
    async close() {
      isOpen = false;
      clearTimeout(tick);
      spinner.close();
      stdout.off('resize', onResize);
      if (hasMouse) stdout.write(mouseOff);
      ink.unmount();
      await ink.waitUntilExit();
      stdout.write('\u001b[?7h');
    },
  };
}

/** Of a terminal that does not know its size: the usual one. */
export function sizeOf(stdout: Pick<NodeJS.WriteStream, 'columns' | 'rows'>): Size {
  return { columns: stdout.columns || 80, rows: stdout.rows || 24 };
}
