import fc from 'fast-check';
import { expect, test } from 'vitest';
import { workColumnsMin } from '../../../src/core/room.ts';
import { reconcileSidebars, type SidebarWishes, soleLive } from '../../../src/core/sidebars.ts';
import { visibleWindow, workPane } from '../../../src/core/topology.ts';
import { applyAction, livePanes, type Model, spread, topologyOf, workPlaces } from '../../support/model-topology.ts';

const passesMax = 8;

const windowShape = fc.record({
  width: fc.constantFrom(12, 36, 37, 60, 160),
  zoomed: fc.boolean(),
  roles: fc
    .record({ work: fc.nat(3), ours: fc.array(fc.constantFrom('slot' as const, 'live' as const), { maxLength: 2 }) })
    .chain(({ work, ours }) =>
      fc.shuffledSubarray([...Array(work).fill('work' as const), ...ours], { minLength: work + ours.length }),
    )
    .filter((roles) => roles.length > 0),
  active: fc.nat(),
  last: fc.option(fc.nat()),
});

const model: fc.Arbitrary<Model> = fc
  .record({
    windows: fc.array(windowShape, { minLength: 1, maxLength: 5 }),
    sessions: fc.array(fc.record({ windows: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), current: fc.nat() }), {
      minLength: 1,
      maxLength: 3,
    }),
    parked: fc.nat(2),
    clients: fc.array(fc.nat(), { maxLength: 3 }),
    foreignControl: fc.boolean(),
  })
  .map(({ windows, sessions, parked, clients, foreignControl }) => {
    let next = 0;
    const id = (sigil: string) => `${sigil}${++next}`;
    const shaped = windows.map(({ width, zoomed, roles, active, last }) => {
      const panes = roles.map((role) => ({ id: id('%'), role }));
      const at = (index: number) => panes[index % panes.length] ?? { id: '', role: 'work' };
      return spread(
        {
          id: id('@'),
          width,
          // What is zoomed is the active pane, and nobody zooms a slot.
          zoomed: zoomed && at(active).role === 'work',
          active: at(active).id,
          last: last === null || at(last).id === at(active).id ? null : at(last).id,
        },
        panes,
      );
    });
    const stash = ['slot' as const, ...Array<'live'>(parked).fill('live')].map((role) => {
      const pane = { id: id('%'), role };
      return spread({ id: id('@'), width: 80, zoomed: false, active: pane.id, last: null }, [pane]);
    });
    // Each window is in one session at least; some are in several.
    const shown = sessions.map(({ windows: chosen, current }, index) => {
      const own = shaped.filter((_, number) => number % sessions.length === index).map((window) => window.id);
      const linked = chosen.map((number) => shaped[number % shaped.length]?.id ?? '');
      const all = [...new Set([...own, ...linked])];
      return { id: `$${index}`, windows: all, current: all[current % all.length] ?? '' };
    });
    return {
      sessions: shown,
      stash: stash.map((window) => window.id),
      windows: new Map([...shaped, ...stash].map((window) => [window.id, window])),
      clients: clients.map((session, index) => ({
        name: `/dev/pts/${index}`,
        session: `$${session % sessions.length}`,
      })),
      foreignControl,
      next,
    };
  });

const wishes: fc.Arbitrary<SidebarWishes> = fc.record({
  shown: fc.boolean(),
  width: fc.constantFrom(20, 26),
  position: fc.constantFrom('left' as const, 'right' as const),
  focusWanted: fc.constantFrom(null, '/dev/pts/0', '/dev/pts/9'),
});

/** As the daemon does: look, act, look again; a wish for focus ends with its fulfilment. */
function settle(before: Model, given: SidebarWishes): { after: Model; passes: number } {
  const after = structuredClone(before);
  let focusWanted = given.focusWanted;
  for (let passes = 0; passes <= passesMax; passes += 1) {
    const actions = reconcileSidebars(topologyOf(after), { ...given, focusWanted });
    if (actions.length === 0) return { after, passes };
    for (const action of actions) {
      const lives = livePanes(after).length;
      const works = [...workPlaces(after).values()];
      const ends = [...after.windows.values()].filter(({ id }) => !works.includes(id)).flatMap(({ panes }) => panes);
      const isEnding = action.type === 'pane.kill' && ends.some(({ id }) => id === action.pane);
      applyAction(after, action, given);
      // A window that ends can only save its sidebar where a slot takes it.
      if (!isEnding && lives > 0 && livePanes(after).length === 0)
        throw new Error(`${JSON.stringify(action)} ends the last live pane`);
    }
    const topology = topologyOf(after);
    const looking = topology.clients.find((client) => client.name === focusWanted);
    const window = looking && topology.windows.get(visibleWindow(topology, looking) ?? '');
    if (looking === undefined || window?.panes.some((pane) => pane.role === 'live' && pane.active)) focusWanted = null;
  }
  throw new Error(
    `not settled after ${passesMax} passes: ${JSON.stringify(reconcileSidebars(topologyOf(after), given))}`,
  );
}

test('whatever the server looks like, a few passes bring the sidebars in order, and no action is refused', () => {
  fc.assert(
    fc.property(model, wishes, (before, given) => {
      const { after } = settle(before, given);
      const topology = topologyOf(after);
      const visible = new Set(topology.clients.map((client) => visibleWindow(topology, client)));
      expect(workPlaces(after)).toEqual(workPlaces(before));
      for (const window of topology.windows.values()) {
        if (topology.stash.includes(window.id)) continue;
        const ours = window.panes.filter((pane) => pane.role !== 'work');
        expect(workPane(window), 'a window lives as long as its work').toBeDefined();
        if (!given.shown) {
          if (!window.zoomed) expect(ours, 'hidden is hidden').toEqual([]);
          continue;
        }
        expect(ours.length, 'one sidebar in a window').toBeLessThanOrEqual(1);
        if (window.width >= given.width + 1 + workColumnsMin)
          expect(ours.length, 'a sidebar where there is room').toBe(1);
        for (const pane of ours) {
          if (visible.has(window.id)) expect(pane.role, 'live where somebody looks').toBe('live');
          if (pane.role === 'slot') expect(pane.active, 'nobody types into a slot').toBe(false);
        }
      }
      expect(soleLive(topology) === null || livePanes(after).includes(soleLive(topology) ?? '')).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
