import { describe, expect, test } from 'vitest';
import { screen, title } from '../../../../src/agents/codex/look.ts';
import { events, scenarios } from './recordings.ts';

const titles = scenarios.flatMap((scenario) => events(scenario).flatMap(({ title: text }) => text ?? []));

test('the titles of the recordings', () => {
  const seen = new Map(titles.map((text) => [text, title(text)?.claim]));
  const of = (claim: string | undefined) => [...seen].filter((one) => one[1] === claim).map((one) => one[0]);
  expect(of('waiting').sort()).toEqual(['[ ! ] Action Required | w-codex', '[ . ] Action Required | w-codex']);
  expect(of(undefined).sort()).toEqual(['', 'my cool name | w-codex', 'vm', 'w-codex']);
  expect(of('running').every((text) => /^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] (?:my cool name \| )?w-codex$/.test(text))).toBe(true);
});

test.each(['Action Required | x', '[ ! ] Action Requiredx', 'say [ ! ] Action Required | x', '⠀ x', '⠋x'])(
  'the title %j says nothing',
  (text) => expect(title(text)).toBeNull(),
);

describe('screens', () => {
  const screens = scenarios.flatMap((scenario) =>
    events(scenario)
      .filter(({ kind }) => kind === 'screen')
      .map(({ t_ms, lines = [] }) => ({ at: `${scenario} ${t_ms}`, seen: screen(lines) })),
  );

  test('of the recordings', () => {
    const said = Object.fromEntries(screens.flatMap(({ at, seen }) => (seen === null ? [] : [[at, seen]])));
    const asks = {
      claim: 'waiting',
      detail: 'exec_command: touch /usr/local/h2-escalate && rm -rf /usr/local/h2-escalate',
    };
    expect(said).toEqual({ 'ask 8165': asks, 'ask 17209': asks, 'task2 10950': { claim: 'running' } });
    expect(screens.length).toBeGreaterThan(10);
  });

  test('a question', () => {
    const lines = ['  Question 1/1 (1 unanswered)', '  Which color?', '› 1. Red', '  2. Blue'];
    expect(screen(lines)).toEqual({ claim: 'waiting' });
  });

  test('a question that was answered stands above the input box', () => {
    const [ask] = events('ask').filter(({ kind }) => kind === 'screen');
    expect(screen([...(ask?.lines ?? []), '› Ask Codex to do anything'])).toBeNull();
  });
});
