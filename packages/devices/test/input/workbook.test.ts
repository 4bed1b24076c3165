import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { transcribeWorkbook } from '../../src/input/workbook.ts'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'
import { workbook } from '../workbook.ts'

const HEADER = ['DevEUI', 'AppEUI', 'token']
const DEVICE = ['70B3D57ED00A0004', '70B3D57ED0000002', 'ecQSH8YIV9/+/HS5mcyF8Q==']

test('a workbook with a stray cell far out is refused, and takes nothing with it', async () => {
  const into = join(temporaryFolder(), 'rows')
  const path = temporaryFile(workbook([HEADER, DEVICE, [{ place: 'XFD1048576', text: 'x' }]]), 'devices.xlsx')
  const reading = transcribeWorkbook({ path, mapping: {}, into }, 64)
  await expect(reading).rejects.toMatchObject({ code: 'workbook-too-large' })
}, 60_000)

test('what the system says of the rows is passed on', async () => {
  const path = temporaryFile(workbook([HEADER, DEVICE]), 'devices.xlsx')
  const into = join(temporaryFolder(), 'nowhere', 'rows')
  await expect(transcribeWorkbook({ path, mapping: {}, into })).rejects.toMatchObject({ code: 'ENOENT' })
  expect(existsSync(into)).toBe(false)
})
