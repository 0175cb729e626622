import { type Key, render } from 'ink';
import { sizeOf } from '../sidebar/app.tsx';
import { Screen } from '../sidebar/components/screen.tsx';
import { keyNames } from '../sidebar/keys.ts';
import type { Look } from '../sidebar/look.ts';
import { squeezed } from '../sidebar/squeeze.ts';
import { paint } from '../sidebar/view/line.ts';
import { type Item, type Picker, type PickerEvent, update } from './picker.ts';
import { frame } from './view.ts';

export interface PickerAppOptions {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  look: Look;
  picker: Picker;
  onChosen: (item: Item) => void;
  onClose: () => void;
}

export interface PickerApp {
  dispatch(event: PickerEvent): void;
  /** Gives the terminal back; settles when all is written. */
  close(): Promise<void>;
}

/** Puts the picker on the terminal and keeps it there: event → update → frame → Ink. */
export function openPickerApp({ stdin, stdout, look, onChosen, onClose, ...start }: PickerAppOptions): PickerApp {
  let { picker } = start;
  let isOpen = true;

  function dispatch(event: PickerEvent): void {
    if (!isOpen) return;
    const step = update(picker, event);
    picker = step.picker;
    ink.rerender(screen());
    if (step.chosen !== undefined) onChosen(step.chosen);
    if (step.closes) onClose();
  }

  function screen() {
    const rows = frame(picker).map((line) => paint(look, line, picker.size.columns));
    return <Screen rows={rows} onKey={onKey} onPaste={onPaste} names={pickerKeys} />;
  }

  const onKey = (key: string) => dispatch({ type: 'key', key });
  const onPaste = (text: string) => dispatch({ type: 'pasted', text });
  const onResize = () => {
    ink.clear();
    dispatch({ type: 'resized', size: sizeOf(stdout) });
  };

  // As in the sidebar: rows that the terminal counts wider than we do are cut at the edge.
  stdout.write('\u001b[?7l');
  const ink = render(screen(), {
    stdin,
    stdout: squeezed(stdout),
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  stdout.removeAllListeners('resize');
  stdout.on('resize', onResize);
  return {
    dispatch,
    async close() {
      isOpen = false;
      stdout.off('resize', onResize);
      ink.unmount();
      await ink.waitUntilExit();
      stdout.write('\u001b[?7h');
    },
  };
}

/** Enter sends a carriage return; the line feed is Ctrl-J, which moves here. */
export function pickerKeys(input: string, key: Key): string[] {
  if (key.return || !input.includes('\n')) return keyNames(input, key);
  // Keys that come in a burst are one event.
  return input.split(/(\n)/).flatMap((part) => (part === '\n' ? ['ctrl-j'] : keyNames(part, key)));
}
