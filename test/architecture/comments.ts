import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'

/** A comment that breaks a rule, as `packages/core/src/decode.ts:12: reason`. */
type CommentFault = string

/** The formatter does not wrap comments. */
const WIDEST = 120

/** Words and patterns that a reader stumbles over, and what to write in their place. Names in backticks are free. */
const BANNED: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\bwhoever\b/i, 'say who: the caller, another process, a person'],
  [/\bnobody\b/i, 'say who cannot or does not'],
  [/(?<!\bthere )\b(?:is|are) no (?!longer\b|more\b)/i, 'is not a …'],
  [/\brooms?\b/i, 'space, memory, folder or package'],
  [/\b(?:crew|pile|hush)\b/i, 'pool, buffer, drain'],
  [/\bnursery\b|\bcleanings?\b/i, 'young generation, scavenge, major GC'],
  [/\bpromises?\b[^.]*\b(?:kept|broken)\b/i, 'resolves, rejects'],
]

/** What the comments of one source break. */
export function commentFaults(path: string, text: string): readonly CommentFault[] {
  const { comments } = parseSync(path, text)
  return comments.flatMap(({ value, start, end }) => {
    const line = text.slice(0, start).split('\n').length
    const lines = text.slice(text.lastIndexOf('\n', start) + 1, end).split('\n')
    const wide = lines.findIndex((one) => one.length > WIDEST)
    const faults = [...(wide === -1 ? [] : [`longer than ${WIDEST} characters`]), ...proseFaults(value)]
    return faults.map((fault) => `${path}:${line + Math.max(0, wide)}: ${fault}`)
  })
}

function proseFaults(value: string): readonly string[] {
  const prose = value
    .replaceAll(/^ *\* ?/gm, '')
    .replaceAll(/```[^]*?```/g, '')
    .replaceAll(/`[^`]*`/g, '`')
  const faults = BANNED.filter(([pattern]) => pattern.test(prose.replaceAll('\n', ' '))).map(
    ([pattern, instead]) => `${pattern.source}: ${instead}`,
  )
  if (/\bThrows `|\bThrows [A-Z]\w*Error\b/.test(prose)) faults.push('write @throws ClassName `code`')
  if (/\S.*@throws\b/.test(prose) || /@throws (?!(?:[A-Z]\w*|the errors? of)\b)/.test(prose))
    faults.push('@throws begins a line, and a class follows')
  if (/@example\n(?!```ts)/.test(value.replaceAll(/^ *\* ?/gm, ''))) faults.push('an @example is a ts block')
  return faults
}

/** Everything that people write and read in this repository. */
export function readCommentFaults(root: string): readonly CommentFault[] {
  return ['packages', 'examples', 'test', '.config']
    .flatMap((top) => sourcesIn(root, top))
    .flatMap((path) => commentFaults(path, readFileSync(join(root, path), 'utf8')))
}

const FOREIGN = new Set(['node_modules', 'dist', '.examples'])

function sourcesIn(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return FOREIGN.has(entry.name) ? [] : sourcesIn(root, path)
    return /\.(?:ts|mjs)$/.test(entry.name) ? [path] : []
  })
}
