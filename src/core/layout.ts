/**
 * A tmux layout without its checksum and pane ids: where the panes are, whichever they are. A cell reads
 * `WIDTHxHEIGHT,X,Y`, then `,ID` for a pane, or its cells in braces (side by side) or brackets (stacked).
 */
export function geometry(layout: string): string {
  return layout.replace(/^[0-9a-f]+,/, '').replace(/(\d+x\d+,\d+,\d+),\d+/g, '$1');
}
