import type { Step } from './stage.ts';

/** Scenario × agent × right or wrong × latency as text, and below what is wrong. */
export function table(steps: readonly Step[]): string {
  const groups = [...Map.groupBy(steps, ({ agent, expected, since }) => [agent, expected, since].join('\t'))];
  const head = ['agent', 'state', 'since', 'right', 'wrong', 'median ms', 'certainty'];
  const body = groups.map(([key, own]) => {
    const right = own.filter((step) => step.right);
    const latencies = right.flatMap(({ latencyMs }) => (latencyMs === null ? [] : [latencyMs]));
    const certainty = [...new Set(right.map((step) => step.certainty))].join(' ');
    return [...key.split('\t'), `${right.length}`, `${own.length - right.length}`, median(latencies), certainty];
  });
  const widths = head.map((title, column) =>
    Math.max(title.length, ...body.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const wrong = steps
    .filter(({ right }) => !right)
    .map(({ agent, scenario, expected, problem }) => `wrong: ${agent}, ${scenario}: ${expected}: ${problem}`);
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line), '', ...wrong]
    .join('\n')
    .trimEnd();
}

function median(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  return middle === undefined ? '' : `${Math.round(middle)}`;
}
