import { execFileSync } from 'node:child_process';
import { arch, availableParallelism, loadavg, platform, totalmem } from 'node:os';

/** What figures depend on. */
export interface Machine {
  system: string;
  cores: number;
  memoryMiB: number;
  node: string;
  tmux: string;
  /** Average number of processes that ran or waited to, over the last minute, 5 and 15 minutes. */
  load: readonly number[];
}

/** Of the cores: above that, others work on the machine. */
const loadMax = 0.25;

export function machine(): Machine {
  const tmux = execFileSync(process.env['OPENSESSIONS_TMUX'] || 'tmux', ['-V'], { encoding: 'utf8' }).trim();
  return {
    system: `${platform()} ${arch()}`,
    cores: availableParallelism(),
    memoryMiB: Math.round(totalmem() / 1024 / 1024),
    node: process.version,
    tmux,
    load: loadavg().map((value) => Math.round(value * 100) / 100),
  };
}

/** One line for who waits. */
export function described({ system, cores, memoryMiB, node, tmux, load: [load = 0] }: Machine): string {
  const facts = `${system}, ${cores} cores, ${memoryMiB} MiB, Node ${node}, ${tmux}, load ${load.toFixed(2)}`;
  if (load <= loadMax * cores) return facts;
  return `${facts}\nothers work on this machine: milliseconds will say little, ratios more, counts are what they are`;
}
