import { parsePortal, type Portal, type Secret } from '@claimtag/provisioning/portal'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { text } from '../flags/flag-value.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { pathFrom, readJson } from '../settings/config.ts'
import { readFile } from '../settings/read-file.ts'
import { UsageError } from '../usage-error.ts'

/** A portal's document as a command was given it. */
export interface LoadedPortal {
  readonly portal: Portal
  readonly path: string
  /** Where the states of its devices are, the ASTK and, unless it is named elsewhere, the private key. */
  readonly state: string
  readonly secretOf: (secret: Secret) => Promise<string>
}

/** A token or a key has hundreds of bytes, a private key thousands. */
const MOST_BYTES = 1 << 16

/**
 * Reads the document that `--config`, or the argument, names.
 *
 * @throws UsageError
 * @throws ProvisioningError `configuration-invalid`
 */
export function loadPortal(
  named: string | undefined,
  { flags }: Pick<Invocation, 'flags'>,
  { cwd, env }: Pick<Session, 'cwd' | 'env'>,
): LoadedPortal {
  if (named === undefined) throw new UsageError('Say which portal: --config portal.json')
  const path = resolve(cwd, named)
  const portal = parsePortal(readJson(path))
  const folder = dirname(path)
  const beside = join(folder, `${basename(path, extname(path))}.states`)
  const state = text(flags['state'])
  return {
    portal,
    path,
    state: state === undefined ? beside : resolve(cwd, state),
    async secretOf(secret) {
      const found =
        'env' in secret
          ? env[secret.env]
          : readFile(pathFrom(folder, secret.file), MOST_BYTES).toString('utf8')
      const value = found?.trim() ?? ''
      if (value !== '') return value
      const place = 'env' in secret ? `The variable ${secret.env} of the environment` : secret.file
      throw new UsageError(`${place}, which ${named} names, is ${found === undefined ? 'not set' : 'empty'}.`)
    },
  }
}
