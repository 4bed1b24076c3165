import { readFileSync, rmSync } from 'node:fs'
import { inflateRawSync } from 'node:zlib'
import type { BrowserContext } from 'playwright-core'

const [END, ENTRY] = [0x06054b50, 0x02014b50]

/** Ends the trace of a context: every snapshot of its pages, every request and every call, as Latin-1 by file name. */
export async function endTrace(
  { tracing }: BrowserContext,
  path: string,
): Promise<ReadonlyMap<string, string>> {
  await tracing.stop({ path })
  const zip = readFileSync(path)
  rmSync(path)
  const files = new Map<string, string>()
  // The end of a zip without a comment is 22 bytes, and says how many entries there are and where (APPNOTE 4.3.16).
  const end = zip.length - 22
  if (zip.readUInt32LE(end) !== END) throw new Error('the trace is no zip')
  let at = zip.readUInt32LE(end + 16)
  while (zip.readUInt32LE(at) === ENTRY) {
    const [method, packed] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)]
    const [name, extra, comment] = [28, 30, 32].map((place) => zip.readUInt16LE(at + place)) as [
      number,
      number,
      number,
    ]
    const head = zip.readUInt32LE(at + 42)
    const begin = head + 30 + zip.readUInt16LE(head + 26) + zip.readUInt16LE(head + 28)
    const bytes = zip.subarray(begin, begin + packed)
    const text = (method === 0 ? bytes : inflateRawSync(bytes)).toString('latin1')
    files.set(zip.toString('utf8', at + 46, at + 46 + name), text)
    at += 46 + name + extra + comment
  }
  return files
}
