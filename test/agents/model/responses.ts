import type { Block, Message } from './script.ts';
import type { Out } from './stream.ts';

interface Item {
  type?: string;
  role?: string;
  content?: string | readonly { text?: string }[];
  output?: unknown;
}

interface Request {
  model?: string;
  input?: string | readonly Item[];
  tools?: readonly { type?: string; name?: string }[];
}

/** OpenAI's Responses API. */
export function messagesOf({ input = [] }: Request): Message[] {
  if (typeof input === 'string') return [{ from: 'user', text: input }];
  return input.map((item): Message => {
    if (item.type?.endsWith('_output')) return { from: 'tool', text: JSON.stringify(item.output ?? '') };
    const { role, content = '' } = item;
    const text = typeof content === 'string' ? content : content.map((part) => part.text ?? '').join('\n');
    // Codex hands a child what its parent wrote as an item of its own type.
    return { from: role === 'user' || item.type?.includes('agent_message') ? 'user' : 'other', text };
  });
}

export function toolsOf({ tools = [] }: Request): string[] {
  return tools.map(({ name, type = '' }) => name ?? type);
}

export async function sendResponse(out: Out, { model = 'scripted' }: Request, blocks: readonly Block[]): Promise<void> {
  let sequence_number = 0;
  const send = (type: string, more: object) => {
    out.send(type, { type, sequence_number, ...more });
    sequence_number += 1;
  };
  const response = { id: out.id('resp_'), object: 'response', model };
  send('response.created', { response: { ...response, status: 'in_progress', output: [] } });
  const output: object[] = [];
  for (const [output_index, block] of blocks.entries())
    output.push(
      block.kind === 'tool' ? sendCall(out, send, output_index, block) : await sendText(out, send, output_index, block),
    );
  const usage = {
    input_tokens: 1000,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 20,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 1020,
  };
  send('response.completed', { response: { ...response, status: 'completed', output, usage } });
}

type Send = (type: string, more: object) => void;

function sendCall(out: Out, send: Send, output_index: number, block: Extract<Block, { kind: 'tool' }>): object {
  const { name, namespace } = block;
  const call = { type: 'function_call', id: out.id('fc_'), call_id: out.id('call_'), name };
  const item = { ...call, ...(namespace === undefined ? {} : { namespace }) };
  const args = JSON.stringify(block.args);
  send('response.output_item.added', { output_index, item: { ...item, arguments: '', status: 'in_progress' } });
  send('response.function_call_arguments.done', { output_index, item_id: item.id, arguments: args });
  const done = { ...item, arguments: args, status: 'completed' };
  send('response.output_item.done', { output_index, item: done });
  return done;
}

async function sendText(
  out: Out,
  send: Send,
  output_index: number,
  block: Extract<Block, { kind: 'text' }>,
): Promise<object> {
  const item = { type: 'message', id: out.id('msg_'), role: 'assistant' };
  const at = { output_index, item_id: item.id, content_index: 0 };
  const part = (text: string) => ({ type: 'output_text', text, annotations: [] });
  send('response.output_item.added', { output_index, item: { ...item, status: 'in_progress', content: [] } });
  send('response.content_part.added', { ...at, part: part('') });
  let text = '';
  for await (const delta of out.pieces(block)) {
    text += delta;
    send('response.output_text.delta', { ...at, delta });
  }
  send('response.output_text.done', { ...at, text });
  send('response.content_part.done', { ...at, part: part(text) });
  const done = { ...item, status: 'completed', content: [part(text)] };
  send('response.output_item.done', { output_index, item: done });
  return done;
}
