import { isThere, readNamedFile, replaceFile } from '@claimtag/disk'
import type { Simulator } from 'claimtag-example-thingpark-simulator'

type World = Simulator['world']

const MOST_BYTES = 1 << 24
const fileIn = (folder: string): string => `${folder}/simulated-world.json`

/** Keeps what the simulated servers know, so that the portal finds its devices there the next time. */
export function saveWorld(folder: string, world: World): void {
  const maps = Object.entries(world).filter(([, value]) => value instanceof Map)
  const kept = Object.fromEntries(maps.map(([name, value]) => [name, [...(value as Map<string, unknown>)]]))
  replaceFile(fileIn(folder), JSON.stringify(kept))
}

export function restoreWorld(folder: string, world: World): void {
  if (!isThere(fileIn(folder))) return
  const kept = JSON.parse(readNamedFile(fileIn(folder), MOST_BYTES).toString('utf8')) as object
  for (const [name, entries] of Object.entries(kept) as [keyof World, [string, never][]][]) {
    const map = world[name]
    if (map instanceof Map) for (const [key, value] of entries) map.set(key, value)
  }
}
