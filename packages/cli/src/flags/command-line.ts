import { visible } from '../settings/visible.ts'

const PLAIN = /^[\w@%+=:,./\\-]+$/

/** Arguments as a person would type them into a shell. */
export function commandLine(argv: readonly string[]): string {
  return ['claimtag', ...argv].map(quoted).join(' ')
}

function quoted(part: string): string {
  if (PLAIN.test(part)) return part
  const quotes = part.replaceAll("'", "'\\''")
  if (visible(part) === part) return `'${quotes}'`
  // Bash, zsh and ksh turn \u001B inside these quotes into the name that must not be shown on a terminal.
  return `$'${visible(part.replaceAll(/[\\']/g, '\\$&'))}'`
}
