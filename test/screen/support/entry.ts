/** Stands in for `src/main.ts`: the same sidebar, and a daemon that only leaves a mark where a test looks for it. */
import { appendFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { paths } from '../../../src/protocol/paths.ts';

enableCompileCache(paths(process.env).cacheDir);
const [role, ...rest] = process.argv.slice(2);
if (role === 'sidebar') await (await import('../../../src/sidebar/main.tsx')).sidebar(rest);
else appendFileSync(process.env['DAEMON_STARTS'] ?? '/dev/null', `${[role, ...rest].join(' ')}\n`);
