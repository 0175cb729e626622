import { readFileSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

// The least that Node can do with a line at the end of a file: paints it at the start of its own row.
const [file = ''] = process.argv.slice(2);
watch(dirname(file), (_event, name) => {
  if (name === basename(file)) process.stdout.write(`\r${readFileSync(file, 'utf8').trimEnd().split('\n').at(-1)}`);
});
process.stdout.write('watching');
