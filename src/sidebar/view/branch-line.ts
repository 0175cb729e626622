import type { Git } from '../../protocol/git.ts';
import type { Session } from '../../protocol/state.ts';
import { cutEnd, drawable, width } from '../text.ts';
import { type Line, line, type Span, span, widthOf } from './line.ts';
import { portsShort } from './port-lines.ts';

/** What is left of a branch before something else gives way for it. */
const branchCellsMin = 8;
const countMax = 99;

export function hasBranchLine({ branch, ports }: Session): boolean {
  return branch !== null || ports.length > 0;
}

/**
 * Branch, what is in progress, `±`, `↑2 ↓1`, `↟main`; the ports on the right. Where they don't fit the ports go first, then
 * from the right what stands behind the branch, and its own end last.
 */
export function branchLine(session: Session, columns: number, indent: Span): Line {
  const { branch, git } = session;
  const room = columns - widthOf([indent]);
  const name = `${git?.detached === true ? '@' : ''}${drawable(branch ?? '')}`;
  const least = Math.min(width(name), branchCellsMin);
  let marks = git === null ? [] : marksOf(git);
  while (marks.length > 0 && least + widthOf(marks.flat()) > room) marks = marks.slice(0, -1);
  const left = [span(cutEnd(name, room - widthOf(marks.flat())), 'faint'), ...marks.flat()];
  // One cell stays free on both sides.
  const space = room - widthOf(left) - 2;
  const right = portsShort(session).find((spans) => widthOf(spans) <= space);
  if (right === undefined) return line(indent, ...left);
  return line(indent, ...left, span(' '.repeat(space + 1 - widthOf(right))), ...right);
}

function marksOf({ operation, dirty, ahead, behind, worktreeOf }: Git): Span[][] {
  const counts = [
    ahead !== null && ahead > 0 ? `↑${count(ahead)}` : '',
    behind !== null && behind > 0 ? `↓${count(behind)}` : '',
  ].filter((one) => one !== '');
  return [
    ...(operation === null ? [] : [[span(` ${operation}`, 'state-interrupted')]]),
    ...(dirty === true ? [[span(' ±', 'tone-warn')]] : []),
    ...(counts.length === 0 ? [] : [[span(` ${counts.join(' ')}`, 'faint')]]),
    ...(worktreeOf === null ? [] : [[span(`  ↟${repositoryName(worktreeOf)}`, 'faint')]]),
  ];
}

function count(commits: number): string {
  return commits > countMax ? `${countMax}+` : `${commits}`;
}

/** `api` for `/code/api` and `/code/api.git`. */
function repositoryName(path: string): string {
  return drawable(path.slice(path.lastIndexOf('/') + 1).replace(/\.git$/, ''));
}
