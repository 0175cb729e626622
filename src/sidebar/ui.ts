import type { Explanations } from '../protocol/explain.ts';
import type { ServerMessage } from '../protocol/message.ts';
import { type Settings, settingsDefault } from '../protocol/settings.ts';
import type { You } from '../protocol/state.ts';
import { clean } from '../protocol/text.ts';
import { choiceOf } from './choice.ts';
import { configured } from './configured.ts';
import { find } from './find.ts';
import { relocated } from './groups.ts';
import { inPopup } from './in-popup.ts';
import { inView } from './in-view.ts';
import { bindingFor, type Intent, keymap } from './keymap.ts';
import { type LocalTimeOf, systemTime } from './local-time.ts';
import {
  allSessionsOf,
  asksBySession,
  asksOf,
  atCursor,
  keyIn,
  keyOf,
  type Link,
  type Model,
  openAsk,
  type SessionKey,
  type Size,
  sessionsOf,
} from './model.ts';
import type { MouseReport } from './mouse.ts';
import { moved, stepped } from './moves.ts';
import { hide, reveal } from './narrowing.ts';
import { panelHalf, panelScrolled, panelSettled } from './panel-scroll.ts';
import { panelSized } from './panel-size.ts';
import { pointed, withoutStaleHold } from './pointer.ts';
import { opened, opening } from './ports.ts';
import {
  create,
  erased,
  isPrompt,
  type Prompt,
  picking,
  refused,
  rename,
  renaming,
  typed,
  withText,
} from './prompt.ts';
import { onSession, shown } from './shown.ts';
import { failed, request, type Step, still, told } from './step.ts';
import { chooseTheme, openThemes } from './themes.ts';
import { dismissed, entered, explained, explaining, folded, goTo, unfolded } from './threads.ts';
import { layout } from './view/layout.ts';

export type UiEvent =
  | ServerMessage
  | { type: 'link'; link: Link }
  | { type: 'resized'; size: Size }
  | { type: 'noticed'; notice: string }
  /** Nothing but time: an elapsed time on the screen reads differently now. */
  | { type: 'ticked' }
  | { type: 'key'; key: string }
  | { type: 'pasted'; text: string }
  | ({ type: 'mouse' } & MouseReport)
  /** The daemon's answer to `Step.explain`. */
  | { type: 'explained'; session: SessionKey; answer: Explanations };

const nobody: You = { server: null, client: null, session: null, cursor: null, visible: true, mouse: false };

/** What can be drawn before the daemon answers: the last snapshot, as the only client of our server would see it. */
export function start(
  options: Pick<Model, 'place' | 'home' | 'version' | 'size' | 'snapshot' | 'now'> & {
    server: string | null;
    settings?: Settings;
    /** The system's when missing. */
    localTime?: LocalTimeOf;
  },
): Model {
  const { server, settings = settingsDefault, localTime = systemTime, ...given } = options;
  const clients = given.snapshot?.clients.filter((client) => client.server === server) ?? [];
  const [client] = clients.length === 1 ? clients : [];
  const you = {
    ...nobody,
    server,
    session: client?.session ?? null,
    cursor: client?.cursor ?? client?.session ?? null,
  };
  const model: Model = {
    ...given,
    daemonVersion: null,
    link: 'connecting',
    you,
    mode: { name: 'list' },
    settings,
    keymap,
    problem: null,
    preview: null,
    cursor: keyIn(server, you.cursor),
    thread: null,
    unfolded: new Set(),
    reported: null,
    aim: null,
    top: 0,
    panelScroll: 0,
    panelRows: null,
    hold: null,
    localTime,
    notice: null,
    deafUntil: 0,
  };
  return inView(onSession(configured(model, settings), []));
}

/** @param now epoch milliseconds at which the event came */
export function update(model: Model, event: UiEvent, now: number): Step {
  const reaction = react(withoutStaleHold({ ...model, now }), event);
  const step = model.place === 'popup' ? inPopup(reaction) : reaction;
  return report({ ...step, model: inView(panelSettled(step.model, model)) });
}

function react(model: Model, event: UiEvent): Step {
  switch (event.type) {
    case 'key':
      return keyed({ ...model, notice: null }, event.key);
    case 'pasted':
      return still(isPrompt(model.mode) ? typed(model, model.mode, clean(event.text)) : model);
    case 'mouse':
      return pointed({ ...model, notice: null }, event, press);
    case 'state':
      return still(shown(model, event.state, event.you));
    case 'settings':
      return still(configured(model, event.settings));
    case 'hello':
      return still({ ...model, daemonVersion: event.version });
    case 'error':
      return still(
        refused(failed({ ...model, aim: null, preview: null, panelRows: null }, event.message), event.command),
      );
    case 'done':
      return still({ ...model, deafUntil: 0 });
    case 'noticed':
      return still(failed(model, event.notice));
    case 'link':
      return still({ ...model, link: event.link, reported: event.link === 'live' ? model.reported : null });
    case 'resized':
      return still({ ...model, size: event.size, hold: null });
    case 'ticked':
      return still(model);
    case 'explained':
      return still(explained(model, event.session, event.answer));
    case 'bye':
      return { ...still(model), ends: true };
    default:
      return event satisfies never;
  }
}

/** What is dragged is let go of; Escape does nothing else then. */
function keyed(model: Model, key: string): Step {
  const { hold } = model;
  const free: Model = { ...model, hold: null };
  return key === 'escape' && hold !== null && hold.kind !== 'click' ? still(free) : press(free, key);
}

function press(model: Model, key: string): Step {
  if (model.now < model.deafUntil) return still(model);
  const { mode } = model;
  const binding = bindingFor(mode.name, key, model.place, model.keymap);
  if (binding !== undefined) return act(model, binding.intent, key);
  if (mode.name === 'confirm-kill' || mode.name === 'confirm-quit') return still({ ...model, mode: { name: 'list' } });
  if (isPrompt(mode) && !isNamedKey(key)) return still(typed(model, mode, clean(`.${key}.`).slice(1, -1)));
  if (mode.name === 'ask') return answer(model, choiceOf(openAsk(model)?.choices ?? [], key));
  return still(model);
}

function isNamedKey(key: string): boolean {
  return /^[a-z][a-z-]+$/.test(key);
}

function act(model: Model, intent: Intent, key: string): Step {
  const { mode } = model;
  const list: Model = { ...model, mode: { name: 'list' } };
  const cursor = atCursor(model);
  switch (intent) {
    case 'down':
      return still(moved(model, 1));
    case 'up':
      return still(moved(model, -1));
    case 'first':
      return still(moved(model, Number.NEGATIVE_INFINITY));
    case 'last':
      return still(moved(model, Number.POSITIVE_INFINITY));
    case 'switch':
      return entered(model);
    case 'unfold':
      return unfolded(model);
    case 'fold':
      return folded(model);
    case 'dismiss':
      return dismissed(model);
    case 'explain':
      return cursor === undefined ? still(model) : explaining(model, cursor);
    case 'switch-next':
      return stepped(model, 1);
    case 'switch-previous':
      return stepped(model, -1);
    case 'switch-index': {
      const index = Number(key);
      const count = sessionsOf(model).length;
      return index > count
        ? still(told(model, `no session ${index}: there ${count === 1 ? 'is' : 'are'} ${count}`))
        : request(model, { name: 'session.switchIndex', index });
    }
    case 'new-session':
      return picking(model);
    case 'answer': {
      const ask = asksBySession(model).get(model.cursor ?? '')?.[0] ?? asksOf(model)[0];
      return still(
        ask === undefined
          ? told(model, 'no question is open')
          : { ...model, mode: { name: 'ask', id: ask.id, choice: 0 } },
      );
    }
    case 'open-port':
      return opening(model);
    case 'choose':
      return mode.name === 'ports' ? opened(model, Number(key) - 1) : answer(model, Number(key) - 1);
    case 'next':
      return request(model, { name: 'attention.next' });
    case 'move-down':
      return relocated(model, 1);
    case 'move-up':
      return relocated(model, -1);
    case 'hide':
      return cursor === undefined ? still(model) : hide(model, cursor);
    case 'reveal':
      return reveal(model);
    case 'filter':
      return request(model, { name: 'list.filter' });
    case 'find':
      return still({ ...model, mode: { name: 'find', text: '', choice: 0 } });
    case 'rename':
      return still(cursor === undefined ? model : renaming(model, cursor));
    case 'kill':
      return still(cursor === undefined ? model : { ...model, mode: { name: 'confirm-kill', target: keyOf(cursor) } });
    case 'narrower':
      return request(model, { name: 'sidebar.resize', by: -1 });
    case 'wider':
      return request(model, { name: 'sidebar.resize', by: 1 });
    case 'panel-taller':
      return panelSized(model, layout(model).panel + 1);
    case 'panel-shorter':
      return panelSized(model, layout(model).panel - 1);
    case 'panel-down':
      return still(panelScrolled(model, panelHalf(model)));
    case 'panel-up':
      return still(panelScrolled(model, -panelHalf(model)));
    case 'themes':
      return still(openThemes(model));
    case 'refresh':
      return request(model, { name: 'refresh' });
    case 'help':
      return still({ ...model, mode: { name: 'help', top: 0 } });
    case 'leave':
      return request(model, { name: 'work.focus' });
    case 'quit':
      return still({ ...model, mode: { name: 'confirm-quit' } });
    case 'close-viewer':
    case 'close-popup':
      return { ...still(model), ends: true };
    case 'close':
      return still(list);
    case 'confirm': {
      if (mode.name === 'confirm-quit') return request(list, { name: 'quit' });
      const target = allSessionsOf(model).find(
        (session) => mode.name === 'confirm-kill' && keyOf(session) === mode.target,
      );
      return target === undefined ? still(list) : request(list, { name: 'session.kill', session: target.id });
    }
    case 'submit':
      if (mode.name === 'themes') return chooseTheme(model, mode.choice);
      if (mode.name === 'ask') return answer(model, mode.choice);
      if (mode.name === 'ports') return opened(model, mode.choice);
      return isPrompt(mode) ? submit(list, mode) : still(list);
    case 'erase':
      return still(isPrompt(mode) ? erased(model, mode) : model);
    case 'erase-all':
      return still(isPrompt(mode) ? withText(model, mode, '') : model);
    default:
      return intent satisfies never;
  }
}

function submit(list: Model, mode: Prompt): Step {
  const text = mode.text.trim();
  if (mode.name === 'new-session') return create({ ...list, mode }, text);
  if (mode.name === 'rename') return rename({ ...list, mode }, mode.target, text);
  const hits = find(list, mode.text);
  const hit = hits[Math.min(mode.choice, hits.length - 1)];
  return hit === undefined ? still({ ...list, mode }) : goTo(list, hit.session, hit.thread ?? undefined);
}

/** The dialog closes at once; the question itself stays until the daemon says that it is answered. */
function answer(model: Model, choice: number | undefined): Step {
  const ask = openAsk(model);
  if (ask === undefined || choice === undefined || choice >= ask.choices.length) return still(model);
  return request({ ...model, mode: { name: 'list' } }, { name: 'ask.answer', ask: ask.id, choice });
}

/** The cursor is local and immediate; the daemon is told where it came to rest. */
function report(step: Step): Step {
  const { model } = step;
  const cursor = atCursor(model);
  if (model.link !== 'live' || model.you.client === null || cursor === undefined || model.cursor === model.reported)
    return step;
  return {
    ...step,
    model: { ...model, reported: model.cursor },
    commands: [...step.commands, { name: 'cursor.move', session: cursor.id }],
  };
}
