const PLAIN = /^[\w@%+=:,./\\-]+$/

/** Arguments as a person would type them into a shell. */
export function commandLine(argv: readonly string[]): string {
  return ['claimtag', ...argv]
    .map((part) => (PLAIN.test(part) ? part : `'${part.replaceAll("'", "'\\''")}'`))
    .join(' ')
}
