import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { parseSync } from 'oxc-parser'

/** A function that an entry point of a package exports. */
export interface PublicFunction {
  /** `@claimtag/core` or `@claimtag/label/png`, and the name behind it: `@claimtag/core encode`. */
  readonly name: string
  readonly path: string
  readonly docstring: string
}

/** Entry points and functions that only other packages of this repository call. */
const INTERNAL = [
  // For batch and the command, which read an input with several threads.
  /^@claimtag\/devices\/parts /,
  // For decoders, which carry no compiler of formats.
  /^@claimtag\/core\/reader /,
  /^@claimtag\/core (?:failure|builtInDigest)$/,
]

export function isPublic({ name }: PublicFunction): boolean {
  return !INTERNAL.some((pattern) => pattern.test(name))
}

/** The functions behind every entry point of every package; what another package exports again stays with that one. */
export function publicFunctions(root: string): readonly PublicFunction[] {
  return readdirSync(join(root, 'packages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => {
      const folder = `packages/${entry.name}`
      const { name, exports } = JSON.parse(
        readFileSync(join(root, folder, 'package.json'), 'utf8'),
      ) as Manifest
      return Object.entries(exports).flatMap(([subpath, target]) => {
        const source = typeof target === 'string' ? undefined : target['@claimtag/source']
        if (source === undefined) return []
        return functionsOf(root, posix.join(folder, source)).map((one) => ({
          ...one,
          name: `${posix.join(name, subpath)} ${one.name}`,
        }))
      })
    })
}

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
}

function functionsOf(root: string, path: string): readonly PublicFunction[] {
  const text = readFileSync(join(root, path), 'utf8')
  const { module } = parseSync(path, text)
  return module.staticExports
    .flatMap(({ entries }) => entries)
    .flatMap(({ exportName: { name }, importName, moduleRequest, isType }) => {
      if (name === null || isType) return []
      const from = moduleRequest?.value ?? importedFrom(module, name)
      if (from === undefined) return declared(text, path, name)
      if (!from.startsWith('.')) return []
      const own = importName.name ?? name
      return functionsOf(root, posix.join(posix.dirname(path), from))
        .filter((one) => one.name === own)
        .map((one) => ({ ...one, name }))
    })
}

function importedFrom(
  { staticImports }: ReturnType<typeof parseSync>['module'],
  name: string,
): string | undefined {
  return staticImports.find(({ entries }) => entries.some(({ localName }) => localName.value === name))
    ?.moduleRequest.value
}

function declared(text: string, path: string, name: string): readonly PublicFunction[] {
  const found = new RegExp(
    `(/\\*\\*(?:(?!\\*/)[^])*\\*/\\n)?^export (?:async )?function\\*? ?${name}\\b`,
    'm',
  ).exec(text)
  return found === null ? [] : [{ name, path, docstring: found[1] ?? '' }]
}
