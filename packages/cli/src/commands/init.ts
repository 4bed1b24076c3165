import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CONFIG_FILE } from '../config.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { UsageError } from '../usage-error.ts'
import type { Invocation } from '../program.ts'
import { prose } from '../prose.ts'
import type { Session } from '../session.ts'

const START = {
  format: 'thingpark',
  template: 'device-50x25',
  dpi: 203,
  as: ['png'],
  out: 'labels',
  verify: 'all',
}

export function init({ flags }: Invocation, { cwd, stdout, stderr }: Session): ExitCode {
  const path = join(cwd, CONFIG_FILE)
  if (existsSync(path)) throw new UsageError(`${CONFIG_FILE} is there already.`)
  writeFileSync(path, `${JSON.stringify(START, undefined, 2)}\n`)
  if (flags['json'] === true) stdout.json({ path })
  else if (flags['quiet'] !== true) stderr.print(prose`Wrote ${path}\n`)
  return EXIT.done
}
