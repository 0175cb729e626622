import type { Claim, Evidence, Facts } from '../../core/evidence.ts';
import { type Fields, shown, text } from '../values.ts';
import { isThreadId } from './registry.ts';
import { toolDetail } from './tool.ts';

/** What the hooks of one thread told so far. */
export interface Heard {
  claim: Claim;
  /** Epoch milliseconds since when. */
  at: number;
  detail: string | null;
  /** The subagent that waits for a permission; null when the thread itself does, or none. */
  asker: string | null;
}

/** One event of a thread: what is known then. `null`: the thread has ended. */
export interface Told {
  thread: string;
  heard: Heard | null;
}

/**
 * Takes in one hook event of Claude Code (2.1.197 and 2.1.329). Null when it says nothing: events of subagents end and begin
 * no turn of their parent, and a session that is resumed may be a fork, which starts under its parent's name.
 */
export function hear(before: Heard | undefined, event: Fields, at: number): Told | null {
  const thread = text(event['session_id']);
  if (thread === null || !isThreadId(thread)) return null;
  const agent = text(event['agent_id']);
  const told = (claim: Claim, detail: string | null = null, asker: string | null = null): Told => ({
    thread,
    heard: { claim, at, detail, asker },
  });
  const tool = () => toolDetail(event['tool_name'], event['tool_input']);
  switch (event['hook_event_name']) {
    case 'PermissionRequest':
      return told('waiting', tool(), agent);
    case 'PreToolUse':
      return agent === null ? told('running', tool()) : null;
    case 'PostToolUse':
    case 'PostToolUseFailure':
    case 'SubagentStop':
      // A subagent may go on when its parent's turn is over: it takes back only its own question.
      if (agent === null) return told('running');
      return before?.claim === 'waiting' && before.asker === agent ? told('running') : null;
    case 'UserPromptSubmit':
      return agent === null ? told('running') : null;
    case 'Stop':
      return agent === null ? told('done') : null;
    case 'StopFailure':
      return agent === null ? told('error', shown(event['last_assistant_message']) ?? shown(event['error'])) : null;
    case 'SessionStart':
      return event['source'] === 'startup' || event['source'] === 'clear' ? told('idle') : null;
    case 'SessionEnd':
      return { thread, heard: null };
  }
  return null;
}

/** The registry says that it waits 30 to 60 ms after the hook was asked (2.1.197). What it does not say by then, somebody else decided. */
export const confirmMillisMax = 2000;

export function hookSubject(thread: string): string {
  return `session:${thread}`;
}

/**
 * It has no process: a thread that its process has left, by `/clear`, would be held by it.
 *
 * @param confirmed whether the registry answers for its process: then a question holds only until that must have said so. A
 * hook of the user's own may decide it, of which ours hear nothing. Versions are whole numbers: there is room for that.
 */
export function hookEvidence(thread: string, heard: Heard, version: number, confirmed: boolean): Evidence {
  const facts: Facts = heard.detail === null ? {} : { detail: heard.detail };
  const lapses = confirmed && heard.claim === 'waiting';
  return {
    agent: 'claude',
    thread,
    source: 'hook',
    subject: hookSubject(thread),
    version: lapses ? version + 0.5 : version,
    claim: heard.claim,
    at: heard.at,
    process: null,
    expires: lapses ? heard.at + confirmMillisMax : null,
    facts,
  };
}
