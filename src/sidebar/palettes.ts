import { type BuiltInTheme, type Palette, type PaletteKey, paletteKeys } from '../protocol/theme.ts';

/**
 * Colours in the order of `paletteKeys`, compared with their sources. What is translucent there is laid over the background
 * here; where a theme has no orange, peach is its next accent.
 *
 * - catppuccin/palette 1.4.0 (006a52d) `palette.json`: dim is Overlay 1, selection Surface 0
 * - folke/tokyonight.nvim (9578c6f) `storm.lua`, `night.lua`; the selection is its `bg_visual`, `blue0` at 40 %
 * - morhetz/gruvbox (00729ba) `colors/gruvbox.vim`: bright colours, selection `dark2`
 * - nordtheme/nord (27a78e8) `src/nord.css`; dim is the brightened `nord3` of its editors' comments, not in that file
 * - dracula/vim (449c3e3) `autoload/dracula.vim`; blue is its cyan
 * - primer/primitives (2713eae) `data/colors/themes/dark.ts`
 * - joshdick/onedark.vim (118b8fb) `autoload/onedark.vim`; the selection is that of Atom's One Dark, one step beside its `3e4452`
 * - rebelot/kanagawa.nvim (0206f40) `colors.lua`: wave, selection `waveBlue2`
 * - sainnhe/everforest (478b697) `palette.md`: dark medium, dim `grey1`, selection `bg3`
 * - material-theme/vsc-material-theme (89b06d1) `default.ts`
 * - wesbos/cobalt2-vscode (009ec2b) `theme/cobalt2.json`
 * - kepano/flexoki (00f70f4) `README.md`: light tones on black, selection 850
 * - ayu-theme/ayu-colors (1ee4fb8) `src/dark.ts`: the background is that of its surfaces, red is `markup`
 * - daltonmenezes/aura-theme 2.0.0 (05ee410) `color-palettes/README.md`: dark; peach is its pink, yellow its orange
 * - matrix: our own
 */
const table: Readonly<Record<Exclude<BuiltInTheme, 'auto'>, string>> = {
  'catppuccin-latte': 'eff1f5 4c4f69 8c8fa1 ccd0da d20f39 40a02b df8e1d 1e66f5 fe640b',
  'catppuccin-frappe': '303446 c6d0f5 838ba7 414559 e78284 a6d189 e5c890 8caaee ef9f76',
  'catppuccin-macchiato': '24273a cad3f5 8087a2 363a4f ed8796 a6da95 eed49f 8aadf4 f5a97f',
  'catppuccin-mocha': '1e1e2e cdd6f4 7f849c 313244 f38ba8 a6e3a1 f9e2af 89b4fa fab387',
  'tokyo-night': '1a1b26 c0caf5 565f89 283457 f7768e 9ece6a e0af68 7aa2f7 ff9e64',
  'gruvbox-dark': '282828 ebdbb2 928374 504945 fb4934 b8bb26 fabd2f 83a598 fe8019',
  nord: '2e3440 d8dee9 616e88 434c5e bf616a a3be8c ebcb8b 81a1c1 d08770',
  dracula: '282a36 f8f8f2 6272a4 44475a ff5555 50fa7b f1fa8c 8be9fd ffb86c',
  'github-dark': '0d1117 c9d1d9 8b949e 30363d ff7b72 3fb950 d29922 58a6ff ffa657',
  'one-dark': '282c34 abb2bf 5c6370 3e4451 e06c75 98c379 e5c07b 61afef d19a66',
  kanagawa: '1f1f28 dcd7ba 727169 2d4f67 e46876 98bb6c e6c384 7e9cd8 ffa066',
  everforest: '2d353b d3c6aa 859289 475258 e67e80 a7c080 dbbc7f 7fbbb3 e69875',
  material: '263238 eeffff 546e7a 31454a ff5370 c3e88d ffcb6b 82aaff f78c6c',
  cobalt2: '193549 ffffff aaaaaa 0050a4 ff628c 3ad900 ffc600 0088ff ff9d00',
  flexoki: '100f0f cecdc3 878580 343331 d14d41 879a39 d0a215 4385be da702c',
  ayu: '0b0e14 bfbdb6 565b66 1e2533 f07178 aad94c e6b450 59c2ff ff8f40',
  aura: '15141b edecee 6d6d6d 312e46 ff6767 61ffca ffca85 82e2ff f694ff',
  matrix: '0d0208 00ff41 008f11 003b00 ff5555 00ff41 d7ff5f 5fd7ff ffaf5f',
};

export function paletteOf(name: Exclude<BuiltInTheme, 'auto'>): Palette {
  const colours = table[name].split(' ');
  const entries = paletteKeys.map((key, index): [PaletteKey, string] => [key, `#${colours[index]}`]);
  return Object.fromEntries(entries) as Record<PaletteKey, string>;
}
