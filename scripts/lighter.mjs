// For esbuild: what Ink's packages make Node load and do not need.
import { readFileSync } from 'node:fs';

/**
 * yoga-layout 3.2 fetches its WebAssembly, which is in the file itself: for `fetch` Node loads undici, in 34 ms (Node 24).
 * Where there is none, it decodes it.
 */
function withoutFetch(text) {
  return `const fetch = undefined;\n${text}`;
}

/**
 * string-width 8.3 asks of each character that is not ASCII whether it is one of 3,700 sequences, which V8 reads in 16 ms and
 * compiles in 16 more. Each of them has a picture by default, or the selector that makes one: they are read when one comes.
 * No literal, because that would be read with the module.
 */
function withLazyEmoji(text) {
  return text.replace(
    'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
    () => `
let emojiRegex;
const mayBeEmoji = /[\\p{Emoji_Presentation}\\ufe0f]/u;
const rgiEmojiRegex = {
  test: text => mayBeEmoji.test(text) && (emojiRegex ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v')).test(text),
};`,
  );
}

const edits = [
  [/[\\/]yoga-layout[\\/]dist[\\/]binaries[\\/].*\.js$/, withoutFetch],
  [/[\\/]string-width[\\/]index\.js$/, withLazyEmoji],
];

/** Of another version that looks different only the time is lost, or the build says what stands there twice. */
export const lighter = {
  name: 'lighter',
  setup(build) {
    for (const [filter, edit] of edits) {
      build.onLoad({ filter }, ({ path }) => ({ contents: edit(readFileSync(path, 'utf8')), loader: 'js' }));
    }
  },
};
