import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writePortalFile } from '../src/portal-file.ts'

function at(port: number): string {
  return JSON.stringify({ address: `http://127.0.0.1:${port}`, plan: 'basic' })
}

test('a document of an earlier start gets the new address, and what somebody has written stays', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-simulator-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'portal.json')
  expect(await writePortalFile(path, at(4001))).toBe('new')
  expect(await writePortalFile(path, at(4002))).toBe('renewed')
  expect(readFileSync(path, 'utf8')).toBe(at(4002))
  const own = at(4001).replace('basic', 'gold')
  writeFileSync(path, own)
  expect(await writePortalFile(path, at(4003))).toBe('kept')
  expect(readFileSync(path, 'utf8')).toBe(own)
})
