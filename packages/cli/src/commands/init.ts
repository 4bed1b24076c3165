import { resolve } from 'node:path'
import { CONFIG_FILE } from '../settings/config.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { schemaPlace } from '../settings/schema-place.ts'
import { writeOutput } from '../output/write-output.ts'

/** It contains no token, and other people on the line use it, too. */
const READABLE = 0o644

const START = {
  format: 'thingpark',
  template: 'device-50x25',
  dpi: 203,
  as: ['png'],
  out: 'labels',
  verify: 'all',
}

export async function init({ flags }: Invocation, session: Session): Promise<ExitCode> {
  const json = flags['json'] === true
  const place = { file: CONFIG_FILE, force: flags['force'] === true, inputs: [], mode: READABLE }
  const start = { $schema: schemaPlace('config', session.cwd), ...START }
  const content = Buffer.from(`${JSON.stringify(start, undefined, 2)}\n`, 'utf8')
  await writeOutput(() => content, place, session, json || flags['quiet'] === true)
  if (json) session.stdout.json({ path: resolve(session.cwd, CONFIG_FILE) })
  return EXIT.done
}
