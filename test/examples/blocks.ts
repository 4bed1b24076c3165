import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A `ts` block of a README or of a docstring. */
export interface Example {
  /** Path of its file from the root. */
  readonly source: string
  /** Of its first line of code, counted from 1. */
  readonly line: number
  readonly code: string
  /** Not if it is marked `ts no-run`, since it needs a printer, a browser or somebody's server. */
  readonly runs: boolean
}

/** The blocks of every README, and of every docstring of the packages. */
export function readExamples(root: string): readonly Example[] {
  return [...readmes(root), ...sources(root)].flatMap((path) =>
    examplesIn(path, readFileSync(join(root, path), 'utf8')),
  )
}

/** The blocks of one file: of Markdown, or behind the asterisks of a docstring. */
export function examplesIn(source: string, text: string): readonly Example[] {
  const block = source.endsWith('.md')
    ? /^```ts( no-run)?\n(.*?)^```$/gms
    : /^ *\* ```ts( no-run)?\n(.*?)^ *\* ```$/gms
  return [...text.matchAll(block)].map(({ index, 1: mark, 2: body = '' }) => ({
    source,
    line: text.slice(0, index).split('\n').length + 1,
    code: source.endsWith('.md') ? body : body.replaceAll(/^ *\* ?/gm, ''),
    runs: mark === undefined,
  }))
}

function readmes(root: string): readonly string[] {
  const folders = ['packages', 'examples'].flatMap((top) =>
    readdirSync(join(root, top), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${top}/${name}`),
  )
  return ['README.md', ...folders.map((folder) => `${folder}/README.md`)]
}

function sources(root: string): readonly string[] {
  return readdirSync(join(root, 'packages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      readdirSync(join(root, 'packages', name, 'src'), { recursive: true, encoding: 'utf8' })
        .map((file) => `packages/${name}/src/${file.replaceAll('\\', '/')}`)
        .filter((path) => path.endsWith('.ts')),
    )
    .sort()
}
