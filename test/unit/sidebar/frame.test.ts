import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { isAt, itemsOf } from '../../../src/sidebar/items.ts';
import { asksOf, sessionsOf } from '../../../src/sidebar/model.ts';
import { dialog } from '../../../src/sidebar/view/dialog.ts';
import { frame } from '../../../src/sidebar/view/frame.ts';
import { layout } from '../../../src/sidebar/view/layout.ts';
import { itemsInView, list } from '../../../src/sidebar/view/list.ts';
import { model } from './arbitrary.ts';

const textOf = (line: { spans: readonly { text: string }[] }) => line.spans.map(({ text }) => text).join('');

test('a frame has exactly the rows of the pane, and none is wider than it', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(model, (model) => {
      const lines = frame(model);
      expect(lines).toHaveLength(model.size.rows);
      for (const line of lines) expect(stringWidth(textOf(line))).toBeLessThanOrEqual(model.size.columns);
    }),
    { numRuns: Number(process.env['RUNS'] ?? 100) },
  );
});

test('no control character reaches the terminal', () => {
  fc.assert(
    fc.property(model, (model) => {
      for (const line of frame(model))
        expect(textOf(line)).not.toMatch(/[\p{Control}\u202a-\u202e\u2066-\u2069\u200b\ufeff]/u);
    }),
  );
});

test('the cursor is in view whenever there is room for one session, and the marks count what is out of view', () => {
  fc.assert(
    fc.property(model, (model) => {
      const rows = layout(model).list;
      fc.pre(rows > 0 && model.mode.name !== 'help' && sessionsOf(model).length > 0);
      const { lines, above, below } = list(model, rows);
      const items = itemsInView(model, rows);
      expect(lines.filter(({ fill }) => fill === 'cursor')).toHaveLength(1);
      expect(items.filter((item) => isAt(item, model))).toHaveLength(1);
      const shown = items.flatMap((item) => {
        if (item.type === 'group') return item.group.folded ? item.group.sessions : [];
        return item.type === 'session' ? [item.session] : [];
      });
      expect(shown).toEqual(sessionsOf(model).slice(above, sessionsOf(model).length - below));
    }),
  );
});

test('every listed session has its number, and is drawn once or stands in a folded group', () => {
  fc.assert(
    fc.property(model, (model) => {
      const items = itemsOf(model);
      const numbers = new Map(items.flatMap((item) => (item.type === 'session' ? [[item.session, item.number]] : [])));
      const folded = new Set(
        items.flatMap((item) => (item.type === 'group' && item.group.folded ? item.group.sessions : [])),
      );
      const all = sessionsOf(model);
      expect(numbers.size + folded.size).toBe(all.length);
      for (const [index, session] of all.entries())
        if (!folded.has(session)) expect(numbers.get(session)).toBe(index + 1);
    }),
  );
});

test('the choice that Enter takes is in view, however few rows the dialog has, and these are kept', () => {
  fc.assert(
    fc.property(model, fc.integer({ min: 1, max: 12 }), fc.nat(), (given, rows, number) => {
      const [ask] = asksOf(given);
      fc.pre(ask !== undefined);
      const model = { ...given, mode: { name: 'ask', id: ask.id, choice: number % ask.choices.length } } as const;
      const lines = dialog(model, rows);
      expect(lines.length).toBeLessThanOrEqual(rows);
      expect(lines.filter(({ fill }) => fill === 'cursor').length).toBeGreaterThan(0);
    }),
  );
});
