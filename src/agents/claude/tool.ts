import { cut } from '../../protocol/text.ts';
import { type Fields, fields, list, shown, shownGraphemesMax, text } from '../values.ts';

/** The arguments that say most, by their names in Claude Code 2.1.329; the first that is there is shown. */
const telling = ['command', 'file_path', 'notebook_path', 'path', 'pattern', 'query', 'url', 'skill', 'description'];

/** What a tool call asks or does: `Bash rm -rf build`, the question of AskUserQuestion, the first line of a plan. */
export function toolDetail(name: unknown, input: unknown): string {
  const given: Fields = fields(input) ?? {};
  const tool = shown(name) ?? 'tool';
  const said = tool === 'AskUserQuestion' ? question(given) : tool === 'ExitPlanMode' ? plan(given) : argument(given);
  if (said === null) return tool;
  return tool === 'AskUserQuestion' ? said : cut(`${asks(tool) ? 'Plan:' : tool} ${said}`, shownGraphemesMax);
}

/** Tools whose call is itself a question to the person. */
export function asks(name: string): boolean {
  return name === 'AskUserQuestion' || name === 'ExitPlanMode';
}

/** `Task` until 2.1, then `Agent`. */
export function delegates(name: string): boolean {
  return name === 'Agent' || name === 'Task';
}

function question({ questions }: Fields): string | null {
  return shown(fields(list(questions)[0])?.['question']);
}

function plan({ plan: all }: Fields): string | null {
  const line = text(all)
    ?.split('\n', 10)
    .map((one) => one.replace(/^#+\s*/, ''))
    .find((one) => one.trim() !== '');
  return shown(line);
}

function argument(given: Fields): string | null {
  return telling.map((name) => shown(given[name])).find((one) => one !== null) ?? null;
}
