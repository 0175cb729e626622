import { events, lines, type Recorded } from './recording.ts';

/** An event as our extension writes it, with milliseconds since the start of the recording. */
export interface Told {
  at: number;
  event: Record<string, unknown>;
}

/** What our extension would have written during a recording of Pi. */
export function toldByExtension(scenario: string): Told[] {
  return told(events(scenario), lines(`${scenario}.jsonl`));
}

/** The recorder cut the messages short, so how each run ended is taken from the lines of the session files. */
export function told(recorded: readonly Recorded[], session: readonly string[]): Told[] {
  const answers = session
    .map((line) => JSON.parse(line).message ?? {})
    .filter(({ role, stopReason }) => role === 'assistant' && stopReason !== 'toolUse');
  const hooks = recorded.filter(({ kind }) => kind === 'hook');
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
