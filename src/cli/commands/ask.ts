import { ask, detail } from '../../client/request.ts';
import { clean } from '../../protocol/text.ts';
import { type Call, seconds } from '../call.ts';
import { TimedOut, UsageError } from '../errors.ts';
import { print } from '../print.ts';
import { send } from '../push.ts';
import { readState } from '../read-state.ts';

const choicesMax = 9;
const timeoutSecondsMax = 86_400;
const timeoutSecondsDefault = 600;
/** How much longer than the question itself we wait for the daemon's word. */
const graceMillis = 5000;

/** Asks, or lists or answers what is open. */
export async function askPerson(call: Call): Promise<number> {
  if (call.values.has('answer')) return answer(call);
  if (call.words.length === 0) return list(call);
  const [question = '', ...choices] = call.words;
  if (choices.length === 0) throw new UsageError('give the choices behind the question: ask "Ship it?" yes no');
  if (choices.length > choicesMax) throw new UsageError(`at most ${choicesMax} choices`);
  if (new Set(choices).size < choices.length) throw new UsageError('two choices are the same');
  const fallback = call.values.get('default');
  if (fallback !== undefined && !choices.includes(fallback))
    throw new UsageError(`--default is one of the choices: ${choices.join(', ')}`);
  const timeout = seconds(call, 'timeout', timeoutSecondsMax) ?? timeoutSecondsDefault;
  const body = { question, choices, timeout, ...(fallback === undefined ? {} : { default: fallback }) };
  const answered = await send(call, '/ask', body, { millisMax: Math.ceil(timeout * 1000) + graceMillis });
  if (answered.status === 408) throw new TimedOut(`nobody answered in ${timeout} s`);
  if (answered.status !== 200) throw new Error(detail(answered.body));
  if (call.values.has('json')) {
    print(`${answered.body.trim()}\n`);
    return 0;
  }
  print(`${field(answered.body, 'answer')}\n`);
  if (field(answered.body, 'by') === 'default')
    process.stderr.write(`opensessions ask: nobody answered in ${timeout} s\n`);
  return 0;
}

async function list({ paths, values }: Call): Promise<number> {
  const { asks, sessions } = await readState(() => ask(paths.socket, 'GET', '/state'));
  if (values.has('json')) {
    print(`${JSON.stringify(asks)}\n`);
    return 0;
  }
  for (const { id, server, session, question, choices } of asks) {
    const name = sessions.find((one) => one.server === server && one.id === session)?.name ?? session;
    print(`${[id, name, question, choices.join(', ')].map(clean).join('\t')}\n`);
  }
  return 0;
}

async function answer({ paths, values, words }: Call): Promise<number> {
  const [id, surplus] = words;
  if (surplus !== undefined) throw new UsageError(`what is "${surplus}"?`);
  const { asks } = await readState(() => ask(paths.socket, 'GET', '/state'));
  const open = id === undefined ? asks[0] : asks.find((one) => one.id === id);
  if (open === undefined) throw new Error(id === undefined ? 'no question is open' : `no question "${id}" is open`);
  const wanted = values.get('answer') ?? '';
  const choice = open.choices.indexOf(wanted);
  if (choice === -1) throw new UsageError(`"${wanted}" is no choice of "${open.question}": ${open.choices.join(', ')}`);
  const told = await ask(paths.socket, 'POST', '/command', { command: { name: 'ask.answer', ask: open.id, choice } });
  if (told.status >= 300) throw new Error(detail(told.body));
  return 0;
}

function field(body: string, name: string): string {
  const answered: unknown = JSON.parse(body);
  const value = typeof answered === 'object' && answered !== null ? Reflect.get(answered, name) : undefined;
  if (typeof value !== 'string') throw new Error(`the daemon's answer has no ${name}`);
  return value;
}
