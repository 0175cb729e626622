import { enableCompileCache } from 'node:module';
import { paths } from './protocol/paths.ts';

enableCompileCache(paths(process.env).cacheDir);
const [role = '--help', ...rest] = process.argv.slice(2);
switch (role) {
  case 'daemon':
    await (await import('./daemon/main.ts')).daemon(rest);
    break;
  case 'sidebar':
    await (await import('./sidebar/main.tsx')).sidebar(rest);
    break;
  default:
    process.exitCode = await (await import('./cli/main.ts')).cli(role, rest, {
      doctor: async () => (await import('./admin/doctor.ts')).doctor,
    });
}
