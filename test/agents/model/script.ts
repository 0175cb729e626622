/** What a model is asked, whatever the API: who said what, oldest first. */
export interface Message {
  from: 'user' | 'tool' | 'other';
  text: string;
}

export type Dialect = 'messages' | 'responses' | 'chat';

/** A piece of an answer. `seconds` spreads a text; `held` streams it again and again until the model is released. */
export type Block =
  | { kind: 'text'; text: string; seconds?: number; held?: boolean }
  | { kind: 'tool'; name: string; namespace?: string; args: Readonly<Record<string, unknown>> };

/** `fail` is an HTTP status; `mute` never says a word. */
export type Turn = { kind: 'answer'; blocks: readonly Block[] } | { kind: 'fail'; status: number } | { kind: 'mute' };

/** Has to stand in the folder where HANGTOOL is asked for. Claude Code 2.1.330 refuses a plain long `sleep`. */
export const hangingScript = { name: 'hang.sh', text: 'exec tail -f /dev/null\n' };

const directive = /^[^A-Za-z\n]*(SAY|HOLD|SLOW|MUTE|TOOL|SLOWTOOL|HANGTOOL|ASK|ASKQ|TASK|FAIL)\b[ :]*([^\n]*)$/gm;

/**
 * What the model answers. The last directive in what the user said decides; it stands at the start of a line:
 *
 *     SAY text    HOLD (streams until released)    SLOW seconds    MUTE (no first token)
 *     TOOL command    SLOWTOOL seconds    HANGTOOL (never ends)    ASK (needs permission)    ASKQ (asks the user)
 *     TASK directive (a subagent gets it)    FAIL status
 *
 * @param tools names of the tools that the request offers; without any it is a side task, such as finding a title
 */
export function turn(dialect: Dialect, messages: readonly Message[], tools: readonly string[]): Turn {
  const asked = messages.findLastIndex(({ from, text }) => from === 'user' && lastDirective(text) !== null);
  const [word, rest] = lastDirective(messages[asked]?.text ?? '') ?? ['SAY', 'ok'];
  const results = messages.slice(asked + 1).filter(({ from }) => from === 'tool');
  if (tools.length === 0 || isAboutTitle(messages)) return say(`Title of ${word}`);
  if (word === 'TASK' && results.length === 1 && dialect === 'responses') return waitForChild(results[0]?.text ?? '');
  if (results.length > 0) return say('finished');
  switch (word) {
    case 'HOLD':
      return answer({ kind: 'text', text: 'still here ', held: true });
    case 'SLOW':
      return answer({ kind: 'text', text: 'word '.repeat(40), seconds: number(rest, 10) });
    case 'MUTE':
      return { kind: 'mute' };
    case 'FAIL':
      return { kind: 'fail', status: number(rest, 500) };
    case 'TOOL':
      return answer(shell(dialect, tools, rest));
    case 'SLOWTOOL':
      return answer(shell(dialect, tools, `sleep ${number(rest, 10)}`));
    case 'HANGTOOL':
      return answer(shell(dialect, tools, `sh ${hangingScript.name}`));
    case 'ASK':
      return answer(shell(dialect, tools, 'touch asked.txt', true));
    case 'ASKQ':
      return answer(question(tools));
    case 'TASK':
      return answer(task(tools, rest));
    default:
      return say(rest === '' ? 'ok' : rest);
  }
}

/** The directive of a message and what follows it; null when there is none. */
export function lastDirective(text: string): readonly [word: string, rest: string] | null {
  const said = text.replace(/<system-reminder>[\s\S]*?<\/system-reminder>/g, '');
  const [, word, rest = ''] = [...said.matchAll(directive)].at(-1) ?? [];
  return word === undefined ? null : [word, rest.trim().replace(/"$/, '')];
}

function isAboutTitle(messages: readonly Message[]): boolean {
  return /\b(generate|write) a [a-z, -]*title/i.test(messages.findLast(({ from }) => from === 'user')?.text ?? '');
}

function say(text: string): Turn {
  return answer({ kind: 'text', text });
}

function answer(...blocks: Block[]): Turn {
  return { kind: 'answer', blocks };
}

function shell(dialect: Dialect, tools: readonly string[], command: string, escalated = false): Block {
  const asking = escalated ? { sandbox_permissions: 'require_escalated', justification: 'May I?' } : {};
  if (tools.includes('exec_command'))
    // The longest that it lets a command run before it goes on in the background.
    return { kind: 'tool', name: 'exec_command', args: { cmd: command, yield_time_ms: 30_000, ...asking } };
  if (tools.includes('shell_command')) return { kind: 'tool', name: 'shell_command', args: { command, ...asking } };
  const name = dialect === 'messages' && tools.includes('Bash') ? 'Bash' : 'bash';
  return { kind: 'tool', name, args: { command, description: 'run a command' } };
}

function question(tools: readonly string[]): Block {
  const options = ['Red', 'Blue'].map((label) => ({ label, description: `${label}, of course` }));
  const asked = { question: 'Which colour?', header: 'Colour', options };
  if (tools.includes('AskUserQuestion'))
    return { kind: 'tool', name: 'AskUserQuestion', args: { questions: [{ ...asked, multiSelect: false }] } };
  if (tools.includes('question')) return { kind: 'tool', name: 'question', args: { questions: [asked] } };
  return { kind: 'tool', name: 'request_user_input', args: { questions: [{ ...asked, id: 'colour' }] } };
}

function task(tools: readonly string[], prompt: string): Block {
  const common = { description: 'a subtask', prompt };
  const name = ['Agent', 'Task'].find((one) => tools.includes(one));
  if (name !== undefined) return { kind: 'tool', name, args: { ...common, subagent_type: 'general-purpose' } };
  if (tools.includes('task')) return { kind: 'tool', name: 'task', args: { ...common, subagent_type: 'general' } };
  return { kind: 'tool', name: 'spawn_agent', namespace: 'multi_agent_v1', args: { message: prompt } };
}

/** Codex: a parent asks for its child's end by a tool of its own. */
function waitForChild(result: string): Turn {
  const child = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/.exec(result)?.[0];
  const targets = child === undefined ? [] : [child];
  return answer({ kind: 'tool', name: 'wait_agent', namespace: 'multi_agent_v1', args: { targets } });
}

function number(text: string, otherwise: number): number {
  return Number(/\d+/.exec(text)?.[0] ?? otherwise);
}
