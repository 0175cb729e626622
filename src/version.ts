declare const __VERSION__: string;
declare const __BUILD__: string;

/** Our version, as in package.json; the build puts it in. */
export const version = typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0-source';

/** Tells builds apart that have the same version: a checksum of the sources. */
export const build = typeof __BUILD__ === 'string' ? __BUILD__ : 'source';
