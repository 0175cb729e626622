/** How far a command is, as it printed it. */
export type Amount = { current: number; total: number } | { percent: number };

const lineCharactersMax = 4096;
const escapeSequence = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[ -/]*[0-~])/g;
const percentage = /(?<![\w.,/-])(\d{1,3}(?:\.\d{1,3})?)\s?%(?!\w)/g;
/** Not what is part of a date, a path or a fraction of something longer. */
const count = /(?<![\w.,:/-])(\d{1,7})(?:\s?\/\s?|\sof\s)(\d{1,7})(?![\w/-]|\.\d)/g;

/**
 * Finds progress in output as it comes: the last `45%` or `3/10` (also `3 of 10`) of the last line that has one. A line
 * also ends at a carriage return, by which progress bars go back; what has no end yet is read as it stands.
 */
export function createProgressReader(): (text: string) => Amount | undefined {
  let open = '';
  return (text) => {
    const lines = (open + text).split(/[\r\n]+/);
    open = (lines.at(-1) ?? '').slice(-lineCharactersMax);
    return lines.reduce<Amount | undefined>(
      (found, line) => amountIn(line.slice(-lineCharactersMax)) ?? found,
      undefined,
    );
  };
}

function amountIn(raw: string): Amount | undefined {
  const line = raw.replace(escapeSequence, '');
  const percent = [...line.matchAll(percentage)].map(([, number]) => Number(number)).findLast((one) => one <= 100);
  if (percent !== undefined) return { percent: percent / 100 };
  const pair = [...line.matchAll(count)]
    .map(([, current, total]) => ({ current: Number(current), total: Number(total) }))
    .findLast(({ current, total }) => total > 1 && current <= total);
  return pair;
}
