import { events, lines } from './recording.ts';

/**
 * What our extension would have written during a recording of Pi, with milliseconds since its start. The recorder cut the
 * messages short, so how each run ended is taken from the session file.
 */
export function toldByExtension(scenario: string): { at: number; event: Record<string, unknown> }[] {
  const answers = lines(`${scenario}.jsonl`)
    .map((line) => JSON.parse(line).message ?? {})
    .filter(({ role, stopReason }) => role === 'assistant' && stopReason !== 'toolUse');
  const hooks = events(scenario).filter(({ kind }) => kind === 'hook');
  const ends = hooks.filter(({ payload }) => payload?.['hook_event_name'] === 'agent_end');
  // A file that was there before the recording begins with answers of another time.
  const own = answers.slice(answers.length - ends.length);
  return hooks.map((hook) => {
    const { hook_event_name: type, sid, file, reason, text, toolCallId, toolName, args } = hook.payload ?? {};
    const { stopReason, errorMessage } = own[ends.indexOf(hook)] ?? {};
    const input = typeof args === 'string' ? JSON.parse(args) : undefined;
    const event = { type, sid, file, reason, text, toolCallId, toolName, args: input, stopReason, errorMessage };
    const fresh = type === 'session_start' && own.length === answers.length;
    return { at: hook.t_ms, event: JSON.parse(JSON.stringify({ ...event, ...(fresh && { fresh }) })) };
  });
}
