import type { Adapter } from '../adapter.ts';
import { type Brand, isBrand, kilo as kiloBrand, openCode as openCodeBrand } from './brand.ts';
import { screen } from './screen.ts';
import { watchOpenCode } from './watcher.ts';

/** OpenCode 1.x. Version 2 keeps its sessions in one shared server with other events, and is seen as a process only. */
export const openCode = adapter(openCodeBrand);
/** Kilo 7, which is made of OpenCode. */
export const kilo = adapter(kiloBrand);

function adapter(brand: Brand): Adapter {
  return {
    agent: brand.agent,
    variables: ['HOME', 'XDG_DATA_HOME', brand.databaseVariable],
    matches: (process) => isBrand(brand, process),
    watch: (context) => watchOpenCode(brand, context),
    screen,
    titles: true,
  };
}
