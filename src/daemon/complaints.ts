/** Subjects whose last complaint is remembered. */
const subjectsMax = 256;

/** Says whether a complaint about something is another than the last one about it: what fails may fail at each look. */
export function complaints(): (about: string, text: string) => boolean {
  const last = new Map<string, string>();
  return (about, text) => {
    if (last.get(about) === text) return false;
    if (last.size >= subjectsMax) last.clear();
    last.set(about, text);
    return true;
  };
}
