import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot, World } from '../support/world.ts';
import { claude } from './drivers/claude.ts';
import { codex } from './drivers/codex.ts';
import { type Driver, scenarioNames } from './drivers/driver.ts';
import { opencode } from './drivers/opencode.ts';
import { pi } from './drivers/pi.ts';
import { install } from './install.ts';
import { hangingScript } from './model/script.ts';
import { startModel } from './model/server.ts';
import { scenarios } from './scenarios.ts';
import { Stage, type Step } from './stage.ts';
import { table } from './table.ts';
import { watchThreads } from './watch.ts';

const drivers: readonly Driver[] = [claude, codex, opencode, pi];
const usage = `usage: npm run test:agents -- [--agent <name>]… [--only <scenario>]… [--integrated] [--blind] [--json]

  --agent       ${drivers.map(({ agent }) => agent).join(', ')}; default all
  --only        ${scenarioNames.join(', ')}; default all
  --integrated  with what \`opensessions integrations\` puts into them
  --blind       only plays: whether the agents can be driven as expected, without our daemon
  --json        one JSON array of steps instead of a table`;

const { values } = parseArgs({
  options: {
    agent: { type: 'string', multiple: true },
    only: { type: 'string', multiple: true },
    integrated: { type: 'boolean', default: false },
    blind: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const chosen = drivers.filter(({ agent }) => values.agent?.includes(agent) ?? true);
const agents = chosen.filter(({ integration }) => integration || !values.integrated);
const names = scenarioNames.filter((name) => values.only?.includes(name) ?? true);
if (values.help || chosen.length < (values.agent?.length ?? 1) || names.length < (values.only?.length ?? 1)) {
  console.error(usage);
  process.exit(values.help ? 0 : 2);
}
if (!values.blind && !existsSync(join(projectRoot, 'dist', 'main.js'))) {
  console.error('there is no dist/main.js to test: run `npm run build` first');
  process.exit(1);
}

const steps: Step[] = [];
for (const driver of agents) steps.push(...(await play(driver)));
console.log(values.json ? JSON.stringify(steps, null, 2) : table(steps));
if (steps.some(({ right }) => !right)) process.exitCode = 1;

/** All scenarios of one agent, in one home, one after the other. */
async function play(driver: Driver): Promise<Step[]> {
  const programs = await install(driver.package);
  await using model = await startModel();
  // The home's path is not known before the world is made, and nobody needs it before.
  const place = { home: '', dirs: [], model };
  const env = { PATH: [dirname(process.execPath), programs, process.env['PATH']].join(':'), ...driver.env(place) };
  await using world = await World.create({ cols: 110, rows: 40, env });
  const dirs = Object.fromEntries(scenarioNames.map((name) => [name, join(world.home, 'code', name)] as const));
  for (const dir of Object.values(dirs)) {
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, hangingScript.name), hangingScript.text);
  }
  driver.configure({ home: world.home, dirs: Object.values(dirs), model });
  await world.newSession('first');
  if (!values.blind) await world.loadPlugin();
  if (values.integrated) await integrate(world, driver.agent);
  await using watch = values.blind ? null : await watchThreads(await world.daemon());

  const all: Step[] = [];
  for (const scenario of names) {
    const reason = driver.without[scenario];
    console.error(`${driver.agent}: ${scenario}${reason === undefined ? '' : `: left out, ${reason}`}`);
    if (reason !== undefined) continue;
    const stage = new Stage({ driver, scenario, world, model, watch });
    try {
      await scenarios[scenario](stage, dirs[scenario] ?? world.home);
    } catch (error) {
      stage.broken(error);
    }
    model.release();
    for (let seat = 0; seat < stage.seats; seat += 1) await world.tmux('kill-session', '-t', `=${scenario}-${seat}`);
    for (const step of stage.steps) if (!step.right) console.error(complaint(step));
    all.push(...stage.steps);
  }
  return all;
}

async function integrate(world: World, agent: string): Promise<void> {
  const { code, stderr } = await world.cli('integrations', 'install', agent);
  if (code !== 0) throw new Error(`the integration of ${agent} cannot be installed: ${stderr}`);
}

/** What is wrong, with the agent's screen when it was. */
function complaint({ expected, problem, screen }: Step): string {
  const lines = screen.split('\n').filter((line) => line.trim() !== '');
  return [`  wrong: ${expected}: ${problem}`, ...lines.map((line) => `    │ ${line}`)].join('\n');
}
