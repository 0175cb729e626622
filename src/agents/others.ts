import type { Adapter } from './adapter.ts';
import { runs } from './names.ts';

/** Agents of which we know no more than that they run: program names, and parts of the path of scripts called otherwise. */
const known: Readonly<Record<string, { names: readonly string[]; scripts?: readonly string[] }>> = {
  aider: { names: ['aider'], scripts: ['/aider/__main__.py'] },
  auggie: { names: ['auggie'], scripts: ['/@augmentcode/auggie/'] },
  cline: { names: ['cline'] },
  copilot: { names: ['copilot'], scripts: ['/@github/copilot/'] },
  crush: { names: ['crush'] },
  cursor: { names: ['cursor-agent'], scripts: ['/cursor-agent/versions/'] },
  droid: { names: ['droid'] },
  gemini: { names: ['gemini'], scripts: ['/@google/gemini-cli/'] },
  goose: { names: ['goose'] },
  kimi: { names: ['kimi'] },
  openhands: { names: ['openhands'] },
  qwen: { names: ['qwen'], scripts: ['/@qwen-code/qwen-code/'] },
};

/** They are shown as present. More is known when they, or a script, report it (`POST /agent`). */
export const others: readonly Adapter[] = Object.entries(known).map(([agent, { names, scripts }]) => ({
  agent,
  variables: [],
  matches: (process) => runs(process, names, scripts),
}));
