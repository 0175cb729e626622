import type { Check } from './check.ts';

/** The one native module; it reads the agents' databases. `load` opens one in memory and closes it. */
export async function checkSqlite(load: () => Promise<void> = openOne): Promise<Check> {
  const name = 'sqlite';
  try {
    await load();
    return { name, state: 'ok', says: 'databases of agents can be read' };
  } catch (error) {
    const [why] = (error instanceof Error ? error.message : String(error)).split('\n');
    const says = `databases of agents cannot be read, so OpenCode and Kilo are only seen to run: ${why}`;
    const advice = 'delete node_modules in the checkout, then: scripts/opensessions setup --build';
    return { name, state: 'warn', says, advice };
  }
}

async function openOne(): Promise<void> {
  const { default: Sqlite } = await import('better-sqlite3');
  new Sqlite(':memory:').close();
}
