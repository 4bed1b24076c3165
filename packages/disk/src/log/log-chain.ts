/**
 * Binds each line of a log to all lines before it: its last member, `"chain"`, is a keyed digest of the chain of the
 * line before and of the line itself. Without the key no line can be changed, removed or inserted unnoticed.
 */
export interface LogChain {
  /** A keyed digest of text, of letters and digits only. */
  readonly digest: (text: string) => string
  /** The first line is bound to the log's name, so that two logs with one key cannot be exchanged. */
  readonly name: string
  /** Whether each line must be bound. Default: lines of earlier versions may be unbound, up to the first bound one. */
  readonly isRequired?: boolean
}

/** A line of a log and the chain that the next one is bound to. */
interface ChainedLine {
  readonly text: string
  readonly tip: string
}

const CHAIN = /,"chain":"(\w+)"\}$/

/** A line as it is written. */
export function logLine(text: string, before: string, chain: LogChain | undefined): ChainedLine {
  if (chain === undefined) return { text, tip: '' }
  const tip = chain.digest(`${before}\n${text}`)
  return { text: `${text.slice(0, -1)},"chain":"${tip}"}`, tip }
}

/** Removes the chain from a line that was read, and says whether it is right for the lines before. */
export function unchained(
  line: string,
  before: string,
  chain: LogChain | undefined,
): ChainedLine & { readonly isBound: boolean; readonly isRight: boolean } {
  if (chain === undefined) return { text: line, tip: '', isBound: false, isRight: true }
  const [end, found] = CHAIN.exec(line) ?? []
  const text = end === undefined ? line : `${line.slice(0, -end.length)}}`
  const tip = chain.digest(`${before}\n${text}`)
  return { text, tip, isBound: found !== undefined, isRight: found === undefined || found === tip }
}
