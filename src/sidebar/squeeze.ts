const nextLine = '\u001b[E';
const stepsOverRows = /(?:\u001b\[E){2,}/g;

/** Over unchanged rows Ink steps one by one, which is most of what it writes when little changes: one step over all of them. */
export function squeeze(output: string): string {
  return output.replace(stepsOverRows, (steps) => `\u001b[${steps.length / nextLine.length}E`);
}

/** The same terminal, all that is written to it squeezed. */
export function squeezed(stdout: NodeJS.WriteStream): NodeJS.WriteStream {
  const write = (data: unknown, ...rest: unknown[]) =>
    Reflect.apply(stdout.write, stdout, [typeof data === 'string' ? squeeze(data) : data, ...rest]);
  return new Proxy(stdout, {
    get(target, name) {
      if (name === 'write') return write;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
