/** What is tested, and what it is called in its pane. Tested on 2026-11-21: the newest of each that can be installed. */
export interface Package {
  name: string;
  version: string;
  /** Its program, in `node_modules/.bin`. */
  bin: string;
}

export const packages = {
  claude: { name: '@anthropic-ai/claude-code', version: '2.1.330', bin: 'claude' },
  codex: { name: '@openai/codex', version: '0.169.0', bin: 'codex' },
  opencode: { name: 'opencode-ai', version: '1.18.33', bin: 'opencode' },
  // 0.99.1 to 1.5.2 want packages that are not in the registry.
  pi: { name: '@earendil-works/pi-coding-agent', version: '0.87.1', bin: 'pi' },
} as const satisfies Readonly<Record<string, Package>>;
