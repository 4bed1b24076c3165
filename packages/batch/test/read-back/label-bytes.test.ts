import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openLabelBytes } from '../../src/read-back/label-bytes.ts'

const folder = mkdtempSync(join(tmpdir(), 'claimtag-label-bytes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SIZE = 1_000_000
const content = Buffer.from(Uint32Array.from({ length: SIZE / 4 }, (_, at) => at).buffer)

function written(name: string): string {
  const path = join(folder, name)
  const file = openSync(path, 'w', 0o600)
  writeSync(file, content)
  closeSync(file)
  return path
}

const shared = (offset: number, bytes: number) => ({ as: 'zpl', file: 'x.zpl', digest: '', offset, bytes })

test('each label of a shared file is its own bytes, in whatever order and of whatever length', () => {
  const path = written('labels.zpl')
  const labelBytes = openLabelBytes(() => path)
  const places = [
    ...Array.from({ length: 97 }, (_, label) => [label * 10_303, 10_303] as const),
    ...Array.from({ length: 40 }, (_, label) => [900_000 - label * 20_001, 20_001] as const),
    // Longer than what is read at once, empty, and the last byte.
    [5, 600_000] as const,
    [262_143, 2] as const,
    [300, 0] as const,
    [SIZE - 1, 1] as const,
  ]
  const kept = places.map(([offset, bytes]) => [offset, bytes, labelBytes.of(shared(offset, bytes))] as const)
  // Compared at the end: a label stays what it was when others have been read.
  for (const [offset, bytes, label] of kept)
    expect(content.subarray(offset, offset + bytes).equals(Buffer.from(label as Uint8Array))).toBe(true)
  labelBytes.close()
})

test('a file that ends within a label has what is there of it', () => {
  const path = written('cut.zpl')
  truncateSync(path, 500_000)
  const labelBytes = openLabelBytes(() => path)
  expect(labelBytes.of(shared(0, 1000))).toHaveLength(1000)
  expect(labelBytes.of(shared(499_000, 4000))).toHaveLength(1000)
  expect(labelBytes.of(shared(500_000, 10))).toHaveLength(0)
  expect(labelBytes.of(shared(700_000, 10))).toHaveLength(0)
  expect(openLabelBytes(() => join(folder, 'none.zpl')).of(shared(0, 10))).toBe('missing')
  labelBytes.close()
})
