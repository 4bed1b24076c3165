/**
 * Binds each line of a log to all lines before it: `"chain"`, the last member of each, is a digest of the chain of the
 * line before and of the line itself. Without the key of the digest no line can be changed, taken out or added.
 */
export interface LogChain {
  /** A keyed digest of text: letters and digits alone. */
  readonly digest: (text: string) => string
  /** What the first line is bound to: the log's name, so that two logs of one key cannot be exchanged. */
  readonly name: string
  /** Whether each line has to be bound. Default: lines of before may lack it, up to the first that has it. */
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

/** What a line that was read says, and whether it is bound to the lines before it. */
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
