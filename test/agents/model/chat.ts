import type { Block, Message } from './script.ts';
import type { Out } from './stream.ts';

interface Request {
  model?: string;
  messages?: readonly { role?: string; content?: string | null | readonly { text?: string }[] }[];
  tools?: readonly { function?: { name?: string } }[];
}

/** OpenAI's Chat Completions API. */
export function messagesOf({ messages = [] }: Request): Message[] {
  return messages.map(({ role, content }): Message => {
    const text = typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('\n');
    return { from: role === 'user' || role === 'tool' ? role : 'other', text };
  });
}

export function toolsOf({ tools = [] }: Request): string[] {
  return tools.map((tool) => tool.function?.name ?? '');
}

export async function sendCompletion(
  out: Out,
  { model = 'scripted' }: Request,
  blocks: readonly Block[],
): Promise<void> {
  const base = {
    id: out.id('chatcmpl-'),
    object: 'chat.completion.chunk',
    created: Math.floor(Date.now() / 1000),
    model,
  };
  const send = (delta: object, finish_reason: string | null = null) =>
    out.send(null, { ...base, choices: [{ index: 0, delta, finish_reason }] });
  send({ role: 'assistant', content: '' });
  for (const [index, block] of blocks.entries()) {
    if (block.kind === 'tool') {
      const call = { name: block.name, arguments: JSON.stringify(block.args) };
      send({ tool_calls: [{ index, id: out.id('call_'), type: 'function', function: call }] });
    } else for await (const content of out.pieces(block)) send({ content });
  }
  send({}, blocks.some(({ kind }) => kind === 'tool') ? 'tool_calls' : 'stop');
  out.send(null, { ...base, choices: [], usage: { prompt_tokens: 1000, completion_tokens: 20, total_tokens: 1020 } });
}
