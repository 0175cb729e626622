import { records } from './records.ts';

const bytesMax = 256 * 1024;
const millisMax = 2000;
const dirsMax = 1000;

/** The directories that zoxide knows, the most frequent first; none where it is not installed. */
export async function zoxideDirs(signal: AbortSignal): Promise<string[]> {
  const dirs: string[] = [];
  await records(['zoxide', 'query', '-l'], {
    separator: '\n',
    bytesMax,
    millisMax,
    signal,
    onRecords: (more) => dirs.push(...more),
  });
  return dirs.slice(0, dirsMax);
}
