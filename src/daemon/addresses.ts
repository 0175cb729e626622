import type { Effect } from '../core/effect.ts';
import { openAddress } from '../host/open.ts';
import { type Log, reason } from './log.ts';
import type { Servers } from './servers.ts';
import { lookMillisMax, within } from './within.ts';

export type OpenAddress = (effect: Extract<Effect, { type: 'address.open' }>) => Promise<void>;

/**
 * Opens addresses where the person sits: in a browser, by the environment that tmux took over from the terminal; where there
 * is none the terminal gets the address into its clipboard, and is told.
 *
 * @param env the daemon's own environment
 */
export function addresses(servers: Pick<Servers, 'get' | 'act'>, env: NodeJS.ProcessEnv, log: Log): OpenAddress {
  async function environment(server: string, session: string | null): Promise<NodeJS.ProcessEnv> {
    let theirs: ReadonlyMap<string, string | undefined> = new Map();
    const look = async () => {
      if (session !== null) theirs = (await servers.get(server)?.environment(session)) ?? theirs;
    };
    // Without it there is still our own.
    await within(lookMillisMax, look()).catch((error) => log(`environment of ${session}: ${reason(error)}`));
    return { ...env, ...Object.fromEntries(theirs) };
  }

  return async ({ address, server, client, session }) => {
    if (await openAddress(address, await environment(server, session))) return;
    if (client === null) throw new Error(`no browser here that could open ${address}`);
    await servers.act(server, [
      { type: 'clipboard.set', client, text: address },
      { type: 'client.message', client, text: `opensessions: no browser here, copied ${address}` },
    ]);
  };
}
