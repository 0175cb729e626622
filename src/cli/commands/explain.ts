import { ask, detail } from '../../client/request.ts';
import { type Explanation, Explanations, type Signal } from '../../protocol/explain.ts';
import { clean } from '../../protocol/text.ts';
import type { Call } from '../call.ts';
import { print } from '../print.ts';
import { targetOf } from '../target.ts';

/** Why each thread of a session is shown as it is; of all sessions outside tmux. */
export async function explain(call: Call): Promise<number> {
  const { words, values, paths, origin } = call;
  const [word] = words;
  const session = word ?? (origin.pane === undefined && !values.has('session') ? null : sessionOf(call));
  const query = session === null ? '' : `?session=${encodeURIComponent(session)}`;
  const answer = await ask(paths.socket, 'GET', `${values.has('record') ? '/recording' : '/explain'}${query}`);
  if (answer.status !== 200) throw new Error(detail(answer.body));
  if (values.has('json') || values.has('record')) {
    print(answer.body);
    return 0;
  }
  const { now, explanations } = Explanations.parse(JSON.parse(answer.body));
  if (explanations.length === 0) print(session === null ? 'no agents\n' : 'no agents in this session\n');
  print(explanations.map((one) => paragraph(one, now)).join('\n'));
  return 0;
}

function sessionOf(call: Call): string {
  const target = targetOf(call);
  return 'session' in target ? target.session : target.pane;
}

function paragraph({ sessionName, thread, rule, signals }: Explanation, now: number): string {
  const { agent, name, state, since, certainty, pane, outside } = thread;
  const where = [sessionName, outside ? 'outside tmux' : pane].filter((one) => one !== null).join(' ');
  return [
    `${[where, agent, name ?? thread.thread].map(clean).join('  ')}\n`,
    `  ${state} for ${age(now - since)}, ${certainty}: ${clean(rule)}\n`,
    ...signals.map((one) => line(one, now)),
  ].join('');
}

function line({ source, subject, claim, detail, at, pid, role, failed }: Signal, now: number): string {
  const mark = role === 'decided' ? '>' : ' ';
  const notes = [role === 'decided' ? '' : role, failed ? 'last look failed' : '', pid === null ? '' : `pid ${pid}`];
  const said = [claim ?? '-', detail ?? ''].filter((one) => one !== '').join(': ');
  const about = [clean(subject), ...notes].filter((one) => one !== '').join(', ');
  return `  ${mark} ${source.padEnd(10)} ${age(now - at).padStart(5)}  ${clean(said)}  (${about})\n`;
}

function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}
