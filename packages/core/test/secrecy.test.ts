import * as fc from 'fast-check'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import {
  builtInFormats,
  ClaimtagError,
  decode,
  type DeviceFields,
  encode,
  explain,
  thingpark,
  thingparkBase64,
  tr005,
  type Warning,
} from '@claimtag/core'
import { record } from './arbitrary.ts'

const WINDOW = 6

function windowsOf(token: string): readonly string[] {
  return Array.from({ length: Math.max(0, token.length - WINDOW + 1) }, (_, i) => token.slice(i, i + WINDOW))
}

/** Returns only whether something was found: a test's own message must not leak either. */
function leaks(said: string, token: string): boolean {
  return windowsOf(token).some((window) => said.includes(window))
}

const said = (issue: ClaimtagError['issue'] | Warning): string =>
  `${JSON.stringify(issue)} ${explain(issue)} ${inspect(issue)}`
const long = fc
  .constantFrom(...(['base64', 'base64url', 'hex'] as const))
  .chain(record)
  .filter(({ ownerToken }) => ownerToken!.length >= WINDOW)
const change = fc.record({ at: fc.nat(), takes: fc.nat(3), puts: fc.string({ maxLength: 4 }) })

function changed(text: string, { at, takes, puts }: { at: number; takes: number; puts: string }): string {
  const i = at % (text.length + 1)
  return text.slice(0, i) + puts + text.slice(i + takes)
}

function errorOf(run: () => unknown): ClaimtagError | undefined {
  try {
    run()
  } catch (error) {
    if (error instanceof ClaimtagError) return error as ClaimtagError
    throw error
  }
  return undefined
}

test('the search finds a leak', () => {
  expect(leaks('token ABCDEF12 refused', 'ABCDEF12')).toBe(true)
  expect(leaks('token ABCDE refused', 'ABCDEF12')).toBe(false)
})

test('no error and no warning of decode holds six characters of the token', () => {
  let refused = 0
  fc.assert(
    fc.property(
      long,
      fc.array(change, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      (fields, changes, lower) => {
        const whole = encode(fields, tr005)
        const broken = changes.reduce(changed, whole)
        for (const text of [broken, lower ? whole.toLowerCase() : fields.ownerToken!]) {
          const result = decode(text, builtInFormats)
          if (!result.ok) refused += 1
          const everything = result.ok ? result.warnings.map(said).join() : said(result.error)
          expect(leaks(everything, fields.ownerToken!)).toBe(false)
        }
      },
    ),
    { numRuns: 400 },
  )
  expect(refused).toBeGreaterThan(200)
})

test('no error of encode holds six characters of the token', () => {
  let refused = 0
  fc.assert(
    fc.property(long, change, fc.constantFrom(thingpark, thingparkBase64, tr005), (fields, one, format) => {
      const ownerToken = changed(fields.ownerToken!, one)
      let leaked = false
      const odd: DeviceFields = { ...fields, ownerToken, extra: { [one.puts]: ownerToken } }
      for (const device of [odd, { ...fields, ownerToken }, { ...fields, serialNumber: `${ownerToken}:` }]) {
        const error = errorOf(() => encode(device, format))
        if (error === undefined) continue
        refused += 1
        const everything = `${said(error.issue)} ${JSON.stringify(error)} ${String(error)} ${inspect(error)}`
        leaked ||= leaks(everything, device.ownerToken!)
      }
      expect(leaked).toBe(false)
    }),
    { numRuns: 300 },
  )
  expect(refused).toBeGreaterThan(200)
})
