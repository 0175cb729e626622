import type { Stage } from './stage.ts';
import { svgOf } from './svg.ts';

/** A picture in `docs/images`. They are taken one after the other, on one stage. */
export interface Picture {
  name: string;
  take(stage: Stage): Promise<string>;
}

export const pictures: readonly Picture[] = [
  {
    name: 'overview',
    async take({ surface, grid, atSeconds }) {
      await atSeconds(12);
      return svgOf([{ grid: grid(), surface }], 'opensessions in tmux, beside a pane of work');
    },
  },
];
