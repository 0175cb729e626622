import type { Block, Message } from './script.ts';
import type { Out } from './stream.ts';

interface Part {
  type?: string;
  text?: string;
  content?: unknown;
}

interface Request {
  model?: string;
  messages?: readonly { role?: string; content?: string | readonly Part[] }[];
  tools?: readonly { name?: string }[];
}

/** Anthropic's Messages API. */
export function messagesOf({ messages = [] }: Request): Message[] {
  return messages.flatMap(({ role, content = '' }): Message[] => {
    const from = role === 'user' ? 'user' : 'other';
    if (typeof content === 'string') return [{ from, text: content }];
    return content.map((part) =>
      part.type === 'tool_result'
        ? { from: 'tool', text: JSON.stringify(part.content ?? '') }
        : { from, text: part.text ?? '' },
    );
  });
}

export function toolsOf({ tools = [] }: Request): string[] {
  return tools.map(({ name = '' }) => name);
}

export async function sendMessage(out: Out, { model = 'scripted' }: Request, blocks: readonly Block[]): Promise<void> {
  const usage = { input_tokens: 1000, output_tokens: 1, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 };
  const send = (type: string, more: object) => out.send(type, { type, ...more });
  const message = { id: out.id('msg_'), type: 'message', role: 'assistant', model, content: [], usage };
  send('message_start', { message: { ...message, stop_reason: null, stop_sequence: null } });
  for (const [index, block] of blocks.entries()) {
    if (block.kind === 'tool') {
      const content_block = { type: 'tool_use', id: out.id('toolu_'), name: block.name, input: {} };
      send('content_block_start', { index, content_block });
      const delta = { type: 'input_json_delta', partial_json: JSON.stringify(block.args) };
      send('content_block_delta', { index, delta });
    } else {
      send('content_block_start', { index, content_block: { type: 'text', text: '' } });
      for await (const text of out.pieces(block))
        send('content_block_delta', { index, delta: { type: 'text_delta', text } });
    }
    send('content_block_stop', { index });
  }
  const stop_reason = blocks.some(({ kind }) => kind === 'tool') ? 'tool_use' : 'end_turn';
  send('message_delta', { delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 20 } });
  send('message_stop', {});
}
