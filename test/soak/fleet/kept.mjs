// A job that several soaks make: its devices, its plan, and what one process makes of them, kept in a folder, so that
// the second soak makes none of it anew.
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PACKAGES = fileURLToPath(new URL('../../../packages/', import.meta.url))

/**
 * @param folder where it is kept; nothing is when left out
 * @param job what the job is made from: plain data
 */
export function openKept(folder, job) {
  if (folder === undefined) return { takePlan: () => false, putPlan() {}, one: () => undefined, putOne() {} }
  // Bytes of another version of the packages would be no evidence.
  const key = JSON.stringify({ ...job, built: digestOfBuilt() })
  const [ofFile, oneFile] = ['job.json', 'one.json'].map((name) => join(folder, name))
  const isOurs = existsSync(ofFile) && readFileSync(ofFile, 'utf8') === key
  return {
    /** Whether it was there. */
    takePlan(place) {
      if (!isOurs) return false
      reach(join(folder, 'devices.csv'), join(place, 'devices.csv'))
      cpSync(join(folder, 'plan'), join(place, 'plan'), { recursive: true })
      return true
    },
    putPlan(place) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      if (readdirSync(folder).length > 0)
        throw new Error(`${folder} has another job, or other versions made it`)
      reach(join(place, 'devices.csv'), join(folder, 'devices.csv'))
      cpSync(join(place, 'plan'), join(folder, 'plan'), { recursive: true })
      writeFileSync(ofFile, key)
    },
    /** What the undisturbed run made, and how long it took; `undefined` before it was made. */
    one: () => (isOurs && existsSync(oneFile) ? JSON.parse(readFileSync(oneFile, 'utf8')) : undefined),
    putOne: (one) => writeFileSync(oneFile, JSON.stringify(one)),
  }
}

/** The same file under another name, or a copy where that cannot be. */
export function reach(from, to) {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
  }
}

function digestOfBuilt() {
  const hash = createHash('sha256')
  for (const name of readdirSync(PACKAGES).sort()) {
    const built = join(PACKAGES, name, 'dist')
    if (!existsSync(built)) continue
    const files = readdirSync(built, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.js'),
    )
    for (const file of [...files].sort((one, other) => (one < other ? -1 : 1)))
      hash.update(`${name} ${file} `).update(readFileSync(join(built, file)))
  }
  return hash.digest('hex')
}
