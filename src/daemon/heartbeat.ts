/** Between two beats: while a member is in a hurry, while tmux stirs, and while it rests. */
const hurryMillis = 500;
const stirMillis = 1000;
const restMillis = 2000;

/** Whether tmux has done anything since this member looked last. @returns true when the next beat shall come soon */
type Look = (stirred: boolean) => boolean;

/** The one timer for all that has to be looked at again and again: waking up is what an idle daemon costs. */
export interface Heartbeat {
  /** `look` runs at the first beat that comes `millis` after its last run. It must not throw. */
  join(millis: number, look: Look): { leave(): void };
  /** The next beat comes soon. */
  hurry(): void;
  /** What tmux has done since the last beat was our own doing. */
  excuse(): void;
  close(): void;
}

export function startHeartbeat(stirred: () => boolean): Heartbeat {
  const members = new Set<{ millis: number; look: Look; lookedAt: number; stirred: boolean; hurries: boolean }>();
  let timer: NodeJS.Timeout | undefined;
  let nextAt = 0;

  function beat(): void {
    const now = performance.now();
    const stirs = stirred();
    for (const member of members) {
      member.stirred ||= stirs;
      // A timer may come a little early.
      if (now - member.lookedAt < member.millis - hurryMillis / 2) continue;
      const given = member.stirred;
      Object.assign(member, { lookedAt: now, stirred: false });
      member.hurries = member.look(given);
    }
    const hurries = [...members].some((member) => member.hurries);
    wait(hurries ? hurryMillis : stirs ? stirMillis : restMillis);
  }

  function wait(millis: number): void {
    clearTimeout(timer);
    nextAt = performance.now() + millis;
    // It keeps no process alive: a starter that finds another daemon has to end.
    timer = setTimeout(beat, millis).unref();
  }

  wait(hurryMillis);
  return {
    join(millis, look) {
      const member = { millis, look, lookedAt: performance.now(), stirred: true, hurries: false };
      members.add(member);
      return { leave: () => members.delete(member) };
    },
    hurry() {
      if (nextAt - performance.now() > hurryMillis) wait(hurryMillis);
    },
    excuse: () => void stirred(),
    close: () => clearTimeout(timer),
  };
}
