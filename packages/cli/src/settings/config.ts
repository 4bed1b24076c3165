import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import type { Config, ConfigIssue } from './config-schema.ts'
import { readFile } from './read-file.ts'
import { UsageError } from '../usage-error.ts'

export const CONFIG_FILE = 'claimtag.config.json'

export interface LoadedConfig {
  readonly config: Config
  /** The file that it was read from. */
  readonly path?: string
  /** Paths in the configuration are relative to this folder. */
  readonly folder: string
}

/**
 * Reads the configuration: the given file, or the one in the working folder if there is one.
 *
 * @throws UsageError
 */
export async function loadConfig(asked: string | undefined, cwd: string): Promise<LoadedConfig> {
  const path = resolve(cwd, asked ?? CONFIG_FILE)
  if (asked === undefined && !existsSync(path)) return { config: {}, folder: cwd }
  const json = readJson(path)
  // Loaded only when needed: zod takes longer to load than a command without configuration takes in all.
  const { configSchema } = await import('./config-schema.ts')
  const result = configSchema.safeParse(json)
  if (!result.success) throw new UsageError(`${path}: ${await problemOf(json, result.error.issues[0])}`)
  return { config: result.data, path, folder: dirname(path) }
}

async function problemOf(json: unknown, issue: ConfigIssue | undefined): Promise<string> {
  const place = issue?.path.join('.') ?? ''
  const where = place === '' ? 'its root' : place
  if (issue?.code !== 'unrecognized_keys') return `${where}: ${issue?.message ?? 'not valid'}`
  const [{ unknownKey }, { CONFIG_KEYS }] = await Promise.all([
    import('./unknown-key.ts'),
    import('./config-schema.ts'),
  ])
  const object = issue.path.reduce((at, key) => (at as Record<PropertyKey, unknown>)[key], json)
  return `${where}: ${unknownKey(issue.keys, Object.keys(object as object), CONFIG_KEYS.get(place) ?? [])}`
}

/** A format has kilobytes; a template with hundreds of elements has tens of them. */
const MOST_BYTES = 1 << 22

/**
 * @throws DiskError `not-a-file`, `file-too-large`
 * @throws UsageError when the file is missing or is not JSON
 */
export function readJson(path: string): unknown {
  const text = readFile(path, MOST_BYTES).toString('utf8')
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    // V8 quotes the text, which contains tokens when a file of devices was given by mistake.
    const problem = (error as Error).message.replace(/, (?:\.{3})?".*/s, '')
    throw new UsageError(`${path} is not JSON: ${problem}`)
  }
}

/** Whether a name is that of a file, and not of something built in. */
export function looksLikePath(name: string): boolean {
  return isAbsolute(name) || /[/\\]|\.json$/i.test(name)
}

export function pathFrom(folder: string, name: string): string {
  return isAbsolute(name) ? name : join(folder, name)
}
