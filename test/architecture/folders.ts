import { posix } from 'node:path'
import type { SourceFile } from './source-file.ts'

/**
 * The folders and files right under `src` of a package, from the ground up. Each may import what stands before it, and
 * a folder its own files. Types count.
 */
const FOLDER_RANKS: Readonly<Record<string, readonly string[]>> = {
  batch: [
    'fault.ts',
    'shard-issue.ts',
    'issue.ts',
    'disk',
    'render',
    'plan',
    'carton',
    'ledger',
    'read-back',
    'label-file',
    'files',
    'preflight',
    'chunk',
    'pool',
    'event.ts',
    'summary.ts',
    'options.ts',
    'job',
    'shards',
    'print',
    'sample-devices.ts',
    'make-label.ts',
    'run.ts',
    'stream-batch.ts',
    'verify-folder.ts',
    'print-folder.ts',
    'read-label.ts',
    'job-labels.ts',
    'device-index.ts',
    'report',
    'finished-job.ts',
    'shards.ts',
    'index.ts',
  ],
  devices: [
    'device-field.ts',
    'row-problem.ts',
    'parquet-issue.ts',
    'issue.ts',
    'row-issue.ts',
    'workbook',
    'parquet',
    'text',
    'input',
    'rows',
    'open-input.ts',
    'open-inputs.ts',
    'read-devices.ts',
    'parts.ts',
    'index.ts',
  ],
  line: [
    'issue.ts',
    'ledger',
    'notice.ts',
    'arrival',
    'report',
    'source',
    'station',
    'words',
    'screen',
    'http',
    'index.ts',
  ],
  label: [
    'issue',
    'font',
    'raster',
    'deflate',
    'template',
    'presets',
    'layout',
    'barcode',
    'font-file',
    'art',
    'draw',
    'png',
    'printers',
    'pdf',
    'pictures',
    'series',
    'suggest.ts',
    'index.ts',
  ],
}

/** The imports of a file that lead to a higher folder of its package, or to one that has no rank yet. */
export function climbs(
  file: Pick<SourceFile, 'path' | 'imports'>,
  ranks: Readonly<Record<string, readonly string[]>> = FOLDER_RANKS,
): readonly string[] {
  const order = ranks[file.path.split('/')[1] ?? '']
  if (order === undefined) return []
  const rankOf = (path: string): number => order.indexOf(path.split('/')[3] ?? '')
  const own = rankOf(file.path)
  if (own === -1) return [`${file.path} has no rank`]
  return targets(file).filter((target) => rankOf(target) === -1 || rankOf(target) > own)
}

/** A path from a file back to itself over relative imports, types included; empty when there is none. */
export function circle(files: readonly Pick<SourceFile, 'path' | 'imports'>[]): readonly string[] {
  const next = new Map(files.map((file) => [file.path, targets(file)]))
  const settled = new Set<string>()
  const way: string[] = []

  function search(path: string): readonly string[] {
    const at = way.indexOf(path)
    if (at !== -1) return [...way.slice(at), path]
    if (settled.has(path)) return []
    way.push(path)
    for (const target of next.get(path) ?? []) {
      const found = search(target)
      if (found.length > 0) return found
    }
    way.pop()
    settled.add(path)
    return []
  }

  for (const { path } of files) {
    const found = search(path)
    if (found.length > 0) return found
  }
  return []
}

function targets({ path, imports }: Pick<SourceFile, 'path' | 'imports'>): readonly string[] {
  return imports
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => posix.join(posix.dirname(path), specifier))
}
