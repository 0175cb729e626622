import { Box, type Key, Text, useInput, usePaste } from 'ink';
import { memo } from 'react';
import { keyNames } from '../keys.ts';

export interface ScreenProps {
  /** One string with SGR sequences for each row, none wider than the terminal. */
  rows: readonly string[];
  onKey(name: string): void;
  onPaste(text: string): void;
  /** Which keys an event of Ink's stands for; as in the sidebar unless said otherwise. */
  names?: (input: string, key: Key) => string[];
}

/** The whole terminal, row by row. */
export function Screen({ rows, onKey, onPaste, names = keyNames }: ScreenProps) {
  useInput((input, key) => names(input, key).forEach(onKey));
  usePaste(onPaste);
  return (
    <Box flexDirection="column">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the terminal is its place
        <Row key={index} text={row} />
      ))}
    </Box>
  );
}

/** A text of no characters has no height in Ink, hence the blank. */
const Row = memo(function Row({ text }: { text: string }) {
  return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
});
