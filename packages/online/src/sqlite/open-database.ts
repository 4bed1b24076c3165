import { createRequire } from 'node:module'
import { onlineError } from '../issue/issue.ts'

/** The part of a driver that is used, in the shape of `DatabaseSync` of node:sqlite. */
export interface Database {
  exec(sql: string): void
  prepare(sql: string): Statement
  close(): void
}

interface Statement {
  /** Never `get`: it stops before the commit and drops its error. */
  all(...values: readonly unknown[]): readonly Readonly<Record<string, unknown>>[]
  run(...values: readonly unknown[]): { readonly changes: number | bigint }
}

type Open = (path: string) => Database

/** In the order in which they are tried. Each may be missing, so their types are not imported. */
const DRIVERS: readonly (() => Promise<Open>)[] = [
  async () => openerOf(await quietly(() => load('node:sqlite')), 'DatabaseSync'),
  async () => {
    // Version 13 ends Node 20 with a segmentation fault, which no handler can catch.
    const { version } = createRequire(import.meta.url)('better-sqlite3/package.json') as {
      readonly version: string
    }
    if (majorOf(version) >= 13 && majorOf(process.versions.node) < 22) throw new Error('not for this Node')
    return openerOf(await load('better-sqlite3'), 'default')
  },
  async () => openerOf(await load('@photostructure/sqlite'), 'DatabaseSync'),
]

type Driver = Readonly<Record<string, new (path: string) => Database>>

async function load(name: string): Promise<unknown> {
  return import(name)
}

function openerOf(module: unknown, member: string): Open {
  const Driver = (module as Driver)[member]
  if (Driver === undefined) throw new Error('not a driver that is known')
  return (path) => new Driver(path)
}

/** @throws OnlineError `sqlite-missing` */
export async function findDriver(): Promise<Open> {
  for (const driver of DRIVERS) {
    try {
      return await driver()
    } catch {
      // Not installed, or not for this version of Node: try the next one.
    }
  }
  throw onlineError({ code: 'sqlite-missing' })
}

/** Node 22 writes a warning to stderr when its SQLite is loaded, which is of no use to the users of a command. */
async function quietly<T>(importing: () => Promise<T>): Promise<T> {
  const emitWarning = process.emitWarning.bind(process)
  process.emitWarning = (warning, ...rest: never[]) => {
    if (!String(warning).includes('SQLite')) emitWarning(warning, ...rest)
  }
  try {
    return await importing()
  } finally {
    process.emitWarning = emitWarning
  }
}

function majorOf(version: string): number {
  return Number(version.split('.')[0])
}
