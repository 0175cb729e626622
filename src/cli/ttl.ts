/** The longest that a pushed status or progress can be set to live: a week. */
export const ttlSecondsMax = 604_800;
