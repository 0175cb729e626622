/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

export const black: Rgb = [0, 0, 0];
export const white: Rgb = [255, 255, 255];

const mixSteps = 50;
/** xterm's colour cube begins at index 16, its 24 grays at 232. */
const cubeStart = 16;
const grayStart = 232;
const cubeLevels = [0, 95, 135, 175, 215, 255];
const grayLevels = Array.from({ length: 24 }, (_, index) => 8 + 10 * index);

/** @param hex `#rgb` or `#rrggbb` */
export function rgb(hex: string): Rgb {
  const digits = hex.length === 4 ? hex.slice(1).replace(/./g, '$&$&') : hex.slice(1);
  const number = Number.parseInt(digits, 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}

/** From 1 to 21, as WCAG 2.2 counts it: text is readable from 4.5 on, large or less important text from 3. */
export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param share of `b`, 0 to 1 */
export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const part = (index: 0 | 1 | 2) => Math.round(a[index] + (b[index] - a[index]) * share);
  return [part(0), part(1), part(2)];
}

/**
 * The colour, made lighter or darker by as little as gives it this contrast on a background. `snap` says which colour the
 * terminal will really draw.
 */
export function readable(colour: Rgb, background: Rgb, contrastMin: number, snap: (colour: Rgb) => Rgb): Rgb {
  const end = contrast(white, background) >= contrast(black, background) ? white : black;
  for (let step = 0; step <= mixSteps; step += 1) {
    const drawn = snap(mix(colour, end, step / mixSteps));
    if (contrast(drawn, background) >= contrastMin) return drawn;
  }
  return end;
}

/** The index of the nearest of xterm's 240 fixed colours; the first 16 are whatever the user's terminal makes of them. */
export function indexOf(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => nearest(cubeLevels, value));
  const gray = nearest(grayLevels, (colour[0] + colour[1] + colour[2]) / 3);
  const [cubeIndex, grayIndex] = [cubeStart + 36 * red + 6 * green + blue, grayStart + gray];
  return distance(fixed(cubeIndex), colour) <= distance(fixed(grayIndex), colour) ? cubeIndex : grayIndex;
}

/** The colour of an index from 16 to 255. */
export function fixed(index: number): Rgb {
  if (index >= grayStart) {
    const level = grayLevels[index - grayStart] ?? 0;
    return [level, level, level];
  }
  const at = index - cubeStart;
  const level = (digit: number) => cubeLevels[digit % 6] ?? 0;
  return [level(Math.floor(at / 36)), level(Math.floor(at / 6)), level(at)];
}

function nearest(levels: readonly number[], value: number): number {
  const distances = levels.map((level) => Math.abs(level - value));
  return distances.indexOf(Math.min(...distances));
}

function distance(a: Rgb, b: Rgb): number {
  return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
}
