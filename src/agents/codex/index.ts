import type { AgentProcess } from '../../core/evidence.ts';
import type { Adapter, Context, Watcher } from '../adapter.ts';
import { parseCommandLine } from './command-line.ts';
import { followHome, type Home } from './home.ts';
import { screen, title } from './look.ts';

const agent = 'codex';

/**
 * OpenAI's Codex. By default all threads of all terminals run in one server, which tells what they do; with `-c` and some
 * other options a terminal runs its threads itself, and its rollout and title tell.
 */
export const codex: Adapter = {
  agent,
  variables: ['CODEX_HOME', 'HOME'],
  matches({ argv }) {
    const { role } = parseCommandLine(argv);
    return role === 'server' ? 'server' : role === 'tui';
  },
  watch,
  title,
  screen,
};

function watch(context: Context): Watcher {
  const homes = new Map<string, Home>();
  return {
    processes(all) {
      const byHome = Map.groupBy(
        all.flatMap((process) => {
          const home = homeOf(process, context);
          return home === null ? [] : [{ home, process, role: parseCommandLine(process.argv).role }];
        }),
        ({ home }) => home,
      );
      for (const [path, home] of homes) {
        if (byHome.has(path)) continue;
        homes.delete(path);
        void home.close();
      }
      for (const [path, users] of byHome) {
        const home = homes.get(path) ?? followHome(context, agent, path);
        homes.set(path, home);
        const of = (role: string) => users.filter((one) => one.role === role).map(({ process }) => process);
        home.processes(of('tui'), of('server'));
      }
    },
    async close() {
      const all = [...homes.values()];
      homes.clear();
      await Promise.all(all.map((home) => home.close()));
    },
  };
}

/** `CODEX_HOME`, by default `~/.codex`, as the process sees it; null when nothing says where. */
function homeOf({ env }: AgentProcess, context: Context): string | null {
  const own = env['CODEX_HOME'] ?? (env['HOME'] === undefined ? context.env['CODEX_HOME'] : undefined);
  if (own?.startsWith('/')) return own.replace(/\/+$/, '');
  const home = env['HOME'] ?? context.env['HOME'];
  return home?.startsWith('/') ? `${home}/.codex` : null;
}
