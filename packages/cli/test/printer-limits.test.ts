import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Ended, claimtag, emptyFolder } from './command.ts'

const DEVICES = 'devEui,appEui,ownerToken\n70B3D57ED00A0004,70B3D57ED0000002,ecQSH8YIV9/+/HS5mcyF8Q==\n'

async function generate(...flags: readonly string[]): Promise<Ended & { readonly made: boolean }> {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'devices.csv'), DEVICES)
  const ended = await claimtag(['generate', 'devices.csv', '--out', 'labels', ...flags], { cwd })
  return { ...ended, made: existsSync(join(cwd, 'labels', 'manifest.ndjson')) }
}

test.each([
  [['--as', 'escpos', '--head-dots', '58mm'], 'The label is 400 dots wide, and the head prints 384'],
  [['--as', 'zpl', '--head-dots', '300'], 'the head prints 300'],
  [['--as', 'zpl', '--head-dots', 'wide'], '--head-dots needs a whole number of dots, 58mm or 80mm for a'],
  [
    ['--as', 'zpl', '--head-dots', '104mm', '--template', '110x30'],
    'The label is 880 dots wide, and the head prints 832',
  ],
  [['--as', 'escpos', '--turn'], 'escpos has no command for turn'],
  [['--as', 'epl2', '--finish', 'peel'], 'epl2 has no command for finish'],
  [['--as', 'zpl', '--finish', 'cut:3'], 'zpl has no command for cutEvery'],
  [['--as', 'zpl', '--finish', 'shred'], '--finish knows tear, peel, cut and cut:10, not shred'],
  [['--as', 'tspl', '--finish', 'tear:3'], '--finish knows tear, peel, cut and cut:10'],
  [['--as', 'tspl', '--sensing', 'hole'], '--sensing knows gap and mark, not hole'],
  [['--as', 'tspl', '--darkness', '16'], 'density is 16; it can be 0 to 15'],
  [['--as', 'png', '--copies', '2'], 'png has no command for copies'],
  [['--as', 'svg', '--head-dots', '832'], '--head-dots is for zpl'],
  [['--as', 'zpl', '--template', 'sheet-a4-l7160'], 'a sheet of 3 × 7 labels, and zpl prints a roll'],
  [['--as', 'zpl', '--copies-column'], 'no column that is known to hold copies'],
  [['--as', 'zpl', '--copies-column', 'pieces'], 'no column pieces: add one'],
  [['--as', 'zpl', '--copies-column', 'x', '--copies', '2'], '--copies is one number for all labels'],
  // The labels are pictures, and become a printer's when they are printed.
  [['--template', 'sheet-a4-l7160', '--to', 'tcp://127.0.0.1:9'], 'a sheet of 3 × 7 labels'],
])('%j is refused before a label is made', async (flags, sentence) => {
  const { code, err, made } = await generate(...flags)
  expect(err).toContain(sentence)
  expect([code, made]).toEqual([2, false])
})

test('a head that is wide enough changes nothing', async () => {
  expect(await generate('--as', 'escpos', '--head-dots', '80mm')).toMatchObject({ code: 0, made: true })
})
