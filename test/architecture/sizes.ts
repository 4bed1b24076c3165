import { posix } from 'node:path'

/** What a reader can take in at once. */
export const MOST_LINES = 250
export const MOST_FILES = 18
const MEDIAN_LINES = 60

interface Measured {
  readonly path: string
  readonly lines: number
}

/** Files that are too long, folders that are too full, and a median that is too high. */
export function sizeFaults(sources: readonly Measured[]): readonly string[] {
  const folders = new Map<string, number>()
  for (const { path } of sources) {
    const folder = posix.dirname(path)
    folders.set(folder, (folders.get(folder) ?? 0) + 1)
  }
  const lines = sources.map((one) => one.lines).sort((a, b) => a - b)
  const median = lines[lines.length >>> 1] ?? 0
  return [
    ...sources.filter((one) => one.lines > MOST_LINES).map((one) => `${one.path} has ${one.lines} lines`),
    ...[...folders]
      .filter(([, files]) => files > MOST_FILES)
      .map(([folder, files]) => `${folder} has ${files} files`),
    ...(median > MEDIAN_LINES ? [`half of all files have ${median} lines or more`] : []),
  ]
}
