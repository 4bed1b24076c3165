import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Example } from './blocks.ts'

// In `test`, from where every package is found by its name.
const folder = fileURLToPath(new URL('../.examples/', import.meta.url))

const CONFIGURATION = {
  extends: '../tsconfig.json',
  compilerOptions: {
    rootDir: '../..',
    // Examples of the decoder run in browsers.
    lib: ['ES2022', 'DOM', 'DOM.Iterable'],
    // The last value of an example may be unused.
    noUnusedLocals: false,
    noUnusedParameters: false,
    paths: { pg: ['../../packages/online/node_modules/@types/pg/index.d.ts'] },
  },
  include: ['*.ts'],
}

/** Bundlers give the address of a file for `?url`, and that of a bundled worker for `?worker&url`. */
const ASSETS = ['*?url', '*?worker&url']
  .map((name) => `declare module '${name}' {\n  const address: string\n  export default address\n}\n`)
  .join('')

/** Writes every example into a file of its own, all of earlier runs being removed; gives the files in that order. */
export function writeExamples(examples: readonly Example[]): readonly string[] {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(CONFIGURATION))
  writeFileSync(join(folder, 'assets.d.ts'), ASSETS)
  return examples.map((example) => {
    const file = join(folder, nameOf(example))
    writeFileSync(file, `${example.code}\nexport {}\n`)
    return file
  })
}

/** What the compiler finds wrong with the examples that were written, as `packages/core/src/decode.ts:21: …`. */
export function compileErrors(examples: readonly Example[]): readonly string[] {
  const tsc = join(createRequire(import.meta.url).resolve('typescript/package.json'), '../bin/tsc')
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    encoding: 'utf8',
    cwd: folder,
  })
  if (status === 0) return []
  const byName = new Map(examples.map((example) => [nameOf(example), example]))
  const errors = stdout.split('\n').filter((line) => /^\S.*: error TS/.test(line))
  if (errors.length === 0) throw new Error(`tsc ended with ${status}: ${stdout}${stderr}`)
  return errors.map((error) => {
    const [, name = '', line = '0', message] = /^(.*?)\((\d+),\d+\): error (.*)$/.exec(error) ?? []
    const example = byName.get(name)
    return example === undefined ? error : `${example.source}:${example.line + Number(line) - 1}: ${message}`
  })
}

function nameOf({ source, line }: Example): string {
  return `${source.replaceAll(/[^\w]+/g, '-')}-${line}.ts`
}
