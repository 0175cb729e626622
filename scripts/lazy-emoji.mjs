// For esbuild: `\p{RGI_Emoji}` is 3,700 sequences. V8 takes 16 ms to read them and 16 ms more to use them first (Node 24).
import { readFileSync } from 'node:fs';

/** As in string-width 8.3, which uses it for each character that is not ASCII. */
const eager = 'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;';
// Each of the sequences has a character that is a picture by default, or the selector that makes one.
// No literal: that would be read with the module.
const lazy = `
let emojiRegex;
const mayBeEmoji = /[\\p{Emoji_Presentation}\\ufe0f]/u;
const rgiEmojiRegex = {
  test: text => mayBeEmoji.test(text) && (emojiRegex ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v')).test(text),
};
`;

/** In string-width they are read when the first character is measured that may begin one. */
export const lazyEmoji = {
  name: 'lazy-emoji',
  setup(build) {
    build.onLoad({ filter: /[\\/]string-width[\\/]index\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(eager, () => lazy),
      loader: 'js',
    }));
  },
};
