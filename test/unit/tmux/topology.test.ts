import { expect, test } from 'vitest';
import { parseDirectories, parseListing } from '../../../src/tmux/topology.ts';

/** In the order of `listingCommands`. */
const recorded = {
  sessions: ['$0 _os_stash', '$10 a name  with spaces ', '$2 %end 1 2 1', '$3 b'],
  windows: [
    '$0 @0 0 1 0 80 6b8b,80x30,0,0,0 | sleep',
    '$2 @2 0 0 0 100 6b8c,100x30,0,0,1 a,100x30,0,0,1+b,100x30,0,0{26x30,0,0,2,73x30,27,0,1}| vim my file',
    '$2 @3 5 1 1 100 6b8d,100x30,0,0,2 | ',
    '$3 @3 1 1 1 100 6b8d,100x30,0,0,2 | ',
    '$10 @4 0 1 0 100 x',
  ],
  panes: [
    '@0 %0 1 0 80 0 0 slot',
    '@2 %2 0 0 26 0 0 slot',
    '@2 %1 1 0 73 27 4711 ',
    '@3 %3 0 1 26 0 4712 live',
    '@3 %4 1 0 73 27 4713 ',
    '@3 %3 0 1 26 0 4712 live',
    '@3 %4 1 0 73 27 4713 ',
    '@4 %5 1 0 100 0 0 live',
  ],
  clients: [
    '100 1 $0 client-1 ',
    '100 1 $0 client-2 ',
    '1700 0 $2 /dev/pts/1 a name  with spaces ',
    '1800 0 $3 /dev/pts/2 ',
  ],
  options: ['30 right'],
  requests: ['focus /dev/pts/1|index 2 /dev/pts/1|'],
};

function listing(changes: Partial<typeof recorded> = {}) {
  const { sessions, windows, panes, clients, options, requests } = { ...recorded, ...changes };
  return parseListing([sessions, windows, panes, clients, options, requests, []], 2);
}

test('sessions stand in creation order, with their names as they are, and the stash is none', () => {
  const { topology } = listing();
  expect(topology.sessions.map(({ id, name }) => [id, name])).toEqual([
    ['$2', '%end 1 2 1'],
    ['$3', 'b'],
    ['$10', 'a name  with spaces '],
  ]);
  expect(topology.stash).toEqual(['@0']);
});

test('a linked window stands once, and in each of its sessions', () => {
  const { topology } = listing();
  expect(topology.sessions[0]?.windows).toEqual([
    { window: '@2', index: 0, active: false },
    { window: '@3', index: 5, active: true },
  ]);
  expect(topology.sessions[1]?.windows).toEqual([{ window: '@3', index: 1, active: true }]);
  expect(topology.windows.get('@2')?.kept).toEqual({
    without: 'a,100x30,0,0,1',
    with: 'b,100x30,0,0{26x30,0,0,2,73x30,27,0,1}',
  });
  expect(topology.windows.get('@3')).toEqual({
    id: '@3',
    name: '',
    zoomed: true,
    width: 100,
    layout: '6b8d,100x30,0,0,2',
    kept: null,
    panes: [
      { id: '%3', role: 'live', active: false, last: true, width: 26, left: 0, pid: 4712 },
      { id: '%4', role: 'work', active: true, last: false, width: 73, left: 27, pid: 4713 },
    ],
  });
  expect(topology.windows.get('@2')?.name).toBe('vim my file');
});

test('a pane that is marked live and runs nothing is a slot', () => {
  expect(listing().topology.windows.get('@4')?.panes[0]?.role).toBe('slot');
});

test("clients are terminals, the latest first; a control client too many is somebody else's", () => {
  const { topology } = listing();
  expect(topology.clients).toEqual([
    { name: '/dev/pts/2', session: '$3', lastSessionName: '' },
    { name: '/dev/pts/1', session: '$2', lastSessionName: 'a name  with spaces ' },
  ]);
  expect(topology.foreignControl).toBe(false);
  expect(listing({ clients: [...recorded.clients, '1 1 $2 client-3 '] }).topology.foreignControl).toBe(true);
});

test('options and requests come along', () => {
  expect(listing().topology.options).toEqual({ width: '30', position: 'right' });
  expect(listing({ options: [' '] }).topology.options).toEqual({ width: '', position: '' });
  expect(listing({ options: ['  1'] }).topology).toMatchObject({ options: { width: '', position: '' }, mouse: true });
  expect(listing({ options: ['30 right 0'] }).topology.mouse).toBe(false);
  expect(listing({ options: ['  0 1'] }).topology.options.status).toBe(true);
  expect(listing({ options: ['  0 0'] }).topology.options.status).toBe(undefined);
  expect(listing({ options: ['  0 0   C-Space O'] }).topology.prefix).toBe('C-Space O');
  expect(listing({ options: ['  0 0 1  C-b '] }).topology).toMatchObject({ prefix: 'C-b o', dragging: true });
  expect(listing({ options: ['  0 0   None o'] }).topology.prefix).toBe(undefined);
  expect(listing({ options: [`  0 0   C-b ${'x'.repeat(99)}`] }).topology.prefix).toBe(undefined);
  expect(listing().requests).toBe('focus /dev/pts/1|index 2 /dev/pts/1|');
});

test('an empty server is one', () => {
  const { topology, requests } = parseListing([[], [], [], [], [' '], [''], []], 2);
  expect([topology.sessions, topology.windows.size, topology.clients, topology.stash, requests]).toEqual([
    [],
    0,
    [],
    [],
    '',
  ]);
});

test('a session is in the directory of its active work pane, else of the one before, else of the first', () => {
  const lines = [
    'N $0 0 1 /aN $0 1 0 /b',
    'N $1 0 0 /cN $1 0 1 /dN $1 0 0 /e',
    'N $2 0 0 /fN $2 0 0 /g',
    '',
    'N $3 1 0 ',
  ];
  expect([...parseDirectories(lines, 'N')]).toEqual([
    ['$0', '/b'],
    ['$1', '/d'],
    ['$2', '/f'],
  ]);
});

test('a directory may hold line breaks and spaces', () => {
  expect([...parseDirectories(['N $0 1 0 /a b', '%end 1 2 1', '$9 c', 'N $1 1 0 /d'], 'N')]).toEqual([
    ['$0', '/a b\n%end 1 2 1\n$9 c'],
    ['$1', '/d'],
  ]);
});
