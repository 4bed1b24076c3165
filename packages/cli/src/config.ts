import { existsSync, readFileSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { configSchema, type Config } from './config-schema.ts'
import { UsageError } from './usage-error.ts'

export const CONFIG_FILE = 'claimtag.config.json'

export interface LoadedConfig {
  readonly config: Config
  /** Files that the configuration names lie relative to it. */
  readonly folder: string
}

/**
 * Reads the configuration: the file that was asked for, or the one in the working folder if there is one.
 *
 * @throws UsageError
 */
export function loadConfig(asked: string | undefined, cwd: string): LoadedConfig {
  const path = resolve(cwd, asked ?? CONFIG_FILE)
  if (asked === undefined && !existsSync(path)) return { config: {}, folder: cwd }
  const result = configSchema.safeParse(readJson(path))
  if (!result.success) {
    const [issue] = result.error.issues
    throw new UsageError(`${path}: ${issue?.path.join('.') || 'its root'}: ${issue?.message ?? 'not valid'}`)
  }
  return { config: result.data, folder: dirname(path) }
}

/**
 * @throws UsageError when the file is missing or no JSON
 */
export function readJson(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    // What V8 quotes of the text may be a token, when a file of devices was named by mistake.
    const problem = (error as Error).message.replace(/, (?:\.{3})?".*/s, '')
    throw new UsageError(`${path} is not JSON: ${problem}`)
  }
}

/** Whether a name is that of a file rather than of something built in. */
export function looksLikePath(name: string): boolean {
  return isAbsolute(name) || /[/\\]|\.json$/i.test(name)
}

export function pathFrom(folder: string, name: string): string {
  return isAbsolute(name) ? name : join(folder, name)
}
