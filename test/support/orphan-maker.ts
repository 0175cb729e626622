/** Builds a world, prints its root, and stays until it is killed: for the test that nothing outlives that. */
import { World } from './world.ts';

const world = await World.create();
await world.newSession('a');
await world.attach({ session: 'a' });
console.log(world.root);
setInterval(() => {}, 60_000);
