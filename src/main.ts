import { enableCompileCache, flushCompileCache } from 'node:module';
import { paths } from './protocol/paths.ts';

const compileCacheMillis = 2000;

enableCompileCache(paths(process.env).cacheDir);
// Node writes it at a clean end only, which a pane that is closed never has.
setTimeout(flushCompileCache, compileCacheMillis).unref();
const [role = '--help', ...rest] = process.argv.slice(2);
switch (rest[0] === '--help' || rest[0] === '-h' ? 'help' : role) {
  case 'daemon':
    if (rest.every((word) => word === '--background')) await (await import('./daemon/main.ts')).daemon(rest);
    // The command line says what is wrong.
    else process.exitCode = await (await import('./cli/main.ts')).cli(role, rest);
    break;
  case 'sidebar':
    // Reading aloud needs nothing of what painting loads.
    if (rest[0] === '--plain' && rest.length === 1) await (await import('./sidebar/plain/main.ts')).plainSidebar();
    else await (await import('./sidebar/main.tsx')).sidebar(rest);
    break;
  default:
    process.exitCode = await (await import('./cli/main.ts')).cli(role, rest, {
      sessionizer: async () => (await import('./sessionizer/main.ts')).sessionizer,
      doctor: async () => {
        const [{ doctor }, { remapped }] = await Promise.all([
          import('./admin/doctor.ts'),
          import('./sidebar/remap.ts'),
        ]);
        return (call) => doctor(call, remapped);
      },
      integrations: async () => (await import('./admin/integrations/command.ts')).runIntegrations,
    });
}
