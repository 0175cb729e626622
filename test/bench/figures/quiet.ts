import { setTimeout as pause } from 'node:timers/promises';
import { type Figure, row } from '../figure.ts';
import { scoped } from '../scoped.ts';
import { buildSetting, openSidebar } from '../setting.ts';

const seconds = 30;
/** What opening it still draws is over then: the cursor that the focus has left. */
const secondsToSettle = 5;

/** What the client receives while nothing happens and the sidebar is open: bytes in 30 s, told for a minute. Floor: nothing. */
export const quiet: Figure = {
  name: 'quiet',
  async measure({ windows, floorsOnly }) {
    if (floorsOnly) return [];
    const total = Math.max(...windows);
    return scoped(buildSetting(total), async (setting) => {
      await openSidebar(setting);
      const { client } = setting;
      await pause(secondsToSettle * 1000);
      const mark = client.mark();
      await pause(seconds * 1000);
      const bytes = client.bytesSince(mark).length * (60 / seconds);
      return [row('quiet', `to the client, ${total} windows (${seconds} s, scaled)`, 'bytes/minute', [bytes])];
    });
  },
};
