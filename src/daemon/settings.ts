import * as z from 'zod/mini';
import { type Config, widthMax, widthMin } from '../core/state.ts';
import { readIfThere } from './files.ts';
import { reason } from './log.ts';

/** `config.json`. Unknown keys are left alone; what is missing is decided by tmux options and defaults. */
const ConfigFile = z.object({
  /** Columns, 20–60. Default: the tmux option `@opensessions-width`, else 26. */
  sidebarWidth: z.optional(z.number().check(z.int(), z.gte(widthMin), z.lte(widthMax))),
  /** Default: the tmux option `@opensessions-position`, else left. */
  sidebarPosition: z.optional(z.enum(['left', 'right'])),
});

/** @throws Error that names the file, the key and what is wrong */
export function readConfig(path: string): Config {
  let text: string | null;
  try {
    text = readIfThere(path);
  } catch (error) {
    throw new Error(`cannot read ${path}: ${reason(error)}`);
  }
  if (text === null) return { width: null, position: null };
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} is no JSON: ${reason(error)}`);
  }
  const parsed = ConfigFile.safeParse(content);
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
    throw new Error(`${path}: ${issues.join('; ')}`);
  }
  return { width: parsed.data.sidebarWidth ?? null, position: parsed.data.sidebarPosition ?? null };
}
