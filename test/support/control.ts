import { type ControlLine, openControlLine } from '../../src/tmux/control.ts';
import type { World } from './world.ts';

/** The tmux under test. */
export const tmuxUnderTest = process.env['OPENSESSIONS_TMUX'] ?? 'tmux';

/** A control line to the world's tmux server, attached to a session of its own; ends with its scope. */
export async function openLine(
  world: World,
  onNotification: (name: string, rest: string) => void = () => {},
): Promise<ControlLine & AsyncDisposable> {
  await world.newSession('control');
  const line = openControlLine({
    tmux: tmuxUnderTest,
    server: world.socket,
    attach: ['attach-session', '-f', 'no-output,ignore-size', '-t', '=control:'],
    onNotification,
  });
  return {
    ...line,
    async [Symbol.asyncDispose]() {
      line.close();
      await line.ended;
    },
  };
}
