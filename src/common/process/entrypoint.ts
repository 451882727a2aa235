const FLAG = '--entrypoint';

/** The entry point that the command line selects; `rest` are the arguments without the flag. */
export type Entrypoint<Name extends string> =
  { kind: 'DEFAULT' } | { kind: 'KNOWN'; name: Name; rest: string[] } | { kind: 'UNKNOWN'; message: string };

/** Reads `--entrypoint <name>` or `--entrypoint=<name>` anywhere before a `--`. */
export function chosenEntrypoint<Name extends string>(
  args: readonly string[],
  names: readonly Name[],
): Entrypoint<Name> {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const at = args.slice(0, end).findIndex((arg) => arg === FLAG || arg.startsWith(`${FLAG}=`));
  if (at === -1) return { kind: 'DEFAULT' };
  const isOneWord = args[at] !== FLAG;
  const wanted = isOneWord ? args[at]?.slice(FLAG.length + 1) : args[at + 1];
  const name = names.find((known) => known === wanted);
  if (name === undefined) {
    return { kind: 'UNKNOWN', message: `Unknown entry point "${wanted ?? ''}". Available: ${names.join(', ')}` };
  }
  return { kind: 'KNOWN', name, rest: [...args.slice(0, at), ...args.slice(at + (isOneWord ? 1 : 2))] };
}
