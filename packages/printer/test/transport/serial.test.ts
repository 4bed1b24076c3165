import { describe, expect, test } from 'vitest'
import { openPrinter } from '../../src/printer.ts'
import { nameOf, range, zplLabel } from '../label.ts'
import { startLine } from '../line.ts'
import { hasPseudoTerminals, plugIn } from './pseudo-terminal.ts'

describe.skipIf(!hasPseudoTerminals)('a serial port', () => {
  test.each(['baud=115200', 'baud=9600&flow=rts', 'baud=19200&flow=xon'])('with %s', async (settings) => {
    const line = await startLine({})
    const { path } = await plugIn(line.printer.port)
    const printer = await openPrinter(`serial://${path}?${settings}`, line.options)
    expect(printer.confirms).toBe('printed')
    await Promise.all(range(20).map((number) => printer.print(zplLabel(number))))
    await printer.close()
    await line.printer.close()
    expect(line.paper).toEqual(range(20).map(nameOf))
  })
})

test('a port that is not there is not reached', async () => {
  const opening = openPrinter('serial:///dev/ttyNone0', { reconnectMs: 2, openMs: 200 })
  await expect(opening).rejects.toMatchObject({
    issue: {
      code: 'printer-unreachable',
      detail: 'ENOENT',
      printer: 'serial:///dev/ttyNone0?baud=9600&flow=none',
    },
  })
})
