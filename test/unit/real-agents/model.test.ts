import { describe, expect, it } from 'vitest';
import { turn } from '../../agents/model/script.ts';
import { startModel } from '../../agents/model/server.ts';
import { until } from '../../support/until.ts';

const user = (text: string) => ({ from: 'user', text }) as const;

describe('the scripted model', () => {
  it('obeys the last directive that stands at the start of a line, not those in reminders', () => {
    const said = [user('SAY one'), user('<system-reminder>\nFAIL 500\n</system-reminder>\nSAY two')];
    expect(turn('chat', said, ['bash'])).toEqual({ kind: 'answer', blocks: [{ kind: 'text', text: 'two' }] });
    expect(turn('chat', [user('please FAIL 500')], ['bash'])).toMatchObject({ kind: 'answer' });
    expect(turn('chat', [user('FAIL 429')], ['bash'])).toEqual({ kind: 'fail', status: 429 });
  });

  it('ends its turn after the tool, and gives a title to whoever offers no tools', () => {
    const result = { from: 'tool', text: 'done' } as const;
    const [call] = [turn('messages', [user('TOOL ls')], ['Bash'])];
    expect(call).toMatchObject({ blocks: [{ kind: 'tool', name: 'Bash', args: { command: 'ls' } }] });
    expect(turn('messages', [user('TOOL ls'), result], ['Bash'])).toMatchObject({ blocks: [{ text: 'finished' }] });
    expect(turn('messages', [user('MUTE')], [])).toMatchObject({ blocks: [{ text: 'Title of MUTE' }] });
  });

  it.each([
    ['/v1/messages', { messages: [user('HOLD')].map(({ text }) => ({ role: 'user', content: text })) }, 'message_stop'],
    ['/v1/responses', { input: [{ type: 'message', role: 'user', content: 'HOLD' }] }, 'response.completed'],
    ['/v1/chat/completions', { messages: [{ role: 'user', content: 'HOLD' }] }, '[DONE]'],
  ])('holds an answer of %s until it is released', async (path, said, end) => {
    await using model = await startModel();
    const tools = [{ name: 'bash', function: { name: 'bash' } }];
    const response = await fetch(model.url + path, { method: 'POST', body: JSON.stringify({ ...said, tools }) });
    const text = response.text();
    await until(() => model.answers().length === 1, 'the request');
    expect(model.answers()[0]).toMatchObject({ word: 'HOLD', aside: false, ended: null });
    model.release();
    expect(await text).toContain(end);
    expect(model.answers()[0]?.ended).not.toBeNull();
  });
});
