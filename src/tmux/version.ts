/**
 * Whether tmux's `#{version}` is at least `floor` (`3.3`). Releases read `3.3a`, snapshots `next-3.7`, OpenBSD's
 * `openbsd-7.6`; `master` and whatever cannot be read counts as new.
 */
export function versionAtLeast(version: string, floor: string): boolean {
  if (version.startsWith('openbsd')) return true;
  const [, major, minor] = /(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined || minor === undefined) return true;
  const [floorMajor = 0, floorMinor = 0] = floor.split('.').map(Number);
  return Number(major) > floorMajor || (Number(major) === floorMajor && Number(minor) >= floorMinor);
}
