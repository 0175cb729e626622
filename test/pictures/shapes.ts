/** Pixels of a cell. */
export const cell = { width: 8.4, height: 19 } as const;

const [w, h] = [cell.width, cell.height];
const [mx, my] = [w / 2, h / 2];
const arms = { left: `M0 ${my}H${mx}`, right: `M${mx} ${my}H${w}`, up: `M${mx} 0V${my}`, down: `M${mx} ${my}V${h}` };
type Arm = keyof typeof arms;

const lines: Readonly<Record<string, readonly Arm[]>> = {
  '─': ['left', 'right'],
  '│': ['up', 'down'],
  '┌': ['right', 'down'],
  '┐': ['left', 'down'],
  '└': ['right', 'up'],
  '┘': ['left', 'up'],
  '├': ['up', 'down', 'right'],
  '┤': ['up', 'down', 'left'],
  '┬': ['left', 'right', 'down'],
  '┴': ['left', 'right', 'up'],
  '┼': ['left', 'right', 'up', 'down'],
};

const blocks: Readonly<Record<string, readonly [share: number, opacity: number]>> = {
  '▌': [0.3, 1],
  '█': [1, 1],
  '░': [1, 0.25],
  '▒': [1, 0.5],
  '▓': [1, 0.75],
};

/**
 * What fonts draw with gaps between cells, as shapes that fill them: box lines and blocks. Null for a character that is text.
 *
 * @param count how many of it stand side by side
 */
export function shape(character: string, count: number, fill: string): string | null {
  const block = blocks[character];
  if (block !== undefined) {
    const [share, opacity] = block;
    const width = round(w * (share === 1 ? count : share));
    return `<rect width="${width}" height="${h}" fill="${fill}"${opacity === 1 ? '' : ` opacity="${opacity}"`}/>`;
  }
  const line = lines[character];
  if (line === undefined) return null;
  const path = character === '─' ? `M0 ${my}H${round(w * count)}` : line.map((arm) => arms[arm]).join('');
  return `<path d="${path}" stroke="${fill}" fill="none"/>`;
}

/** Whether several of it side by side are one shape. */
export function joins(character: string): boolean {
  return character === '─' || blocks[character]?.[0] === 1;
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
