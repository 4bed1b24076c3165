import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { decode, thingpark } from '@claimtag/core'

/** Enough tokens to look for; each is looked for in each place. */
const MOST = 30

/** How the DevEUIs begin, which may be seen. */
const DEV_EUI = '70B3D57E0000'

/** Looks for the tokens of codes that were given out, and for the API key, in texts and bytes. */
export function createSearch(key) {
  const secrets = new Set([key])
  const places = []
  const found = []
  const devices = []
  let codes = 0
  return {
    places,
    found,
    /** Where DevEUIs were seen: the search looks at the right bytes. */
    seen: devices,
    tokens: () => secrets.size - 1,
    /** Takes every tenth code, up to so many. */
    add(text) {
      codes += 1
      if (codes % 10 !== 1 || secrets.size > MOST) return
      const read = decode(text, [thingpark])
      if (!read.ok) throw new Error('a code that cannot be read was given out')
      secrets.add(read.record.ownerToken)
    },
    in(name, content) {
      const bytes = Buffer.from(content)
      places.push([name, bytes.length])
      if (bytes.includes(DEV_EUI)) devices.push(name)
      for (const secret of secrets) {
        const forms = [secret.slice(0, 12), Buffer.from(secret, 'base64')]
        if (forms.some((form) => bytes.includes(form))) found.push(name)
      }
    },
  }
}

/** All files under a folder, with their names. */
export function* filesIn(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    const path = join(folder, name)
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) yield [name, readFileSync(path)]
  }
}

/** The memory of the processes that work in a folder, as core dumps have it. Linux, as root. */
export function* memoryOf(folder) {
  if (process.platform !== 'linux' || process.getuid() !== 0) return
  const shared = new Set()
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (placeOf(pid)?.startsWith(folder) !== true) continue
    const file = openSync(`/proc/${pid}/mem`, 'r')
    for (const { from, to, isShared } of regionsOf(pid)) {
      // The server's shared memory is the same in all of its processes.
      if (isShared && shared.has(from)) continue
      if (isShared) shared.add(from)
      const bytes = readRegion(file, from, to - from)
      if (bytes !== undefined) yield [`memory of ${pid}`, bytes]
    }
    closeSync(file)
  }
}

function placeOf(pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

function regionsOf(pid) {
  const lines = readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')
  return lines.flatMap((line) => {
    const [, from, to, kind] = /^([0-9a-f]+)-([0-9a-f]+) rw.(.)/.exec(line) ?? []
    if (from === undefined) return []
    return [{ from: Number.parseInt(from, 16), to: Number.parseInt(to, 16), isShared: kind === 's' }]
  })
}

function readRegion(file, from, length) {
  const bytes = Buffer.alloc(length)
  try {
    return bytes.subarray(0, readSync(file, bytes, 0, length, from))
  } catch {
    return undefined
  }
}
