/** A moment on the clock of a place. */
export interface LocalTime {
  /** `2026-11-21` */
  date: string;
  /** `14:07` */
  time: string;
}

/** @param at epoch milliseconds */
export type LocalTimeOf = (at: number) => LocalTime;

/** In the time zone of this process. */
export const systemTime: LocalTimeOf = (at) => {
  const moment = new Date(at);
  return {
    date: [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()].map(padded).join('-'),
    time: [moment.getHours(), moment.getMinutes()].map(padded).join(':'),
  };
};

function padded(number: number): string {
  return String(number).padStart(2, '0');
}
