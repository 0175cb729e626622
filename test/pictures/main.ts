import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectRoot } from '../support/world.ts';
import { pictures } from './pictures.ts';
import { openStage } from './stage.ts';

const images = join(projectRoot, 'docs', 'images');

if (!existsSync(join(projectRoot, 'dist', 'main.js'))) {
  console.error('there is no dist/main.js to take pictures of: run `npm run build` first');
  process.exit(1);
}
mkdirSync(images, { recursive: true });
await using stage = await openStage();
for (const { name, take } of pictures) {
  const svg = await take(stage);
  const file = join(images, `${name}.svg`);
  writeFileSync(file, svg);
  console.log(`${relative(projectRoot, file)}  ${Math.ceil(svg.length / 1000)} kB`);
}
