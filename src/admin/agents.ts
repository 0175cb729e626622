import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import type { Check, Scene } from './check.ts';
import { look, placeOf } from './integrations/command.ts';
import { integrations } from './integrations/index.ts';

/** Programs of the agents that are more than present to us. */
const programs = ['claude', 'codex', 'opencode', 'kilo', 'pi', 'amp'] as const;

/** Which agents can be started here, and the pieces of ours in them. */
export function checkAgents({ paths, env }: Scene): Check[] {
  const found = programs.filter((program) => isOnPath(program, env['PATH'] ?? ''));
  const says = found.length === 0 ? 'none of those that we know on this PATH' : `${found.join(', ')} on this PATH`;
  return [{ name: 'agents', state: 'ok', says }, checkIntegrations({ stateDir: paths.stateDir })];
}

function checkIntegrations(paths: { stateDir: string }): Check {
  const name = 'integrations';
  const place = placeOf(paths);
  const seen = integrations.map((one) => ({ one, ...look(one, place) }));
  const named = (state: string) => seen.filter((each) => each.state === state).map(({ one }) => one.name);
  const [installed, outdated, refused] = [named('installed'), named('outdated'), named('refused')];
  const parts = [
    installed.length > 0 ? `installed for ${installed.join(', ')}` : 'none is installed, and none is needed',
    ...(outdated.length > 0 ? [`outdated for ${outdated.join(', ')}`] : []),
    ...(refused.length > 0 ? [`not possible for ${refused.join(', ')}`] : []),
  ];
  const says = parts.join('; ');
  if (outdated.length > 0)
    return { name, state: 'warn', says, advice: `opensessions integrations install ${outdated.join(' ')}` };
  if (refused.length > 0) return { name, state: 'warn', says, advice: 'opensessions integrations status says why' };
  return { name, state: 'ok', says };
}

function isOnPath(program: string, path: string): boolean {
  return path.split(':').some((dir) => {
    try {
      accessSync(join(dir, program), constants.X_OK);
      return dir !== '';
    } catch {
      // Not in this one.
      return false;
    }
  });
}
