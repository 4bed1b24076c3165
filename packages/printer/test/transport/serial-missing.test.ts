import { expect, test, vi } from 'vitest'
import { openPrinter } from '../../src/printer.ts'

vi.mock('serialport', () => {
  throw Object.assign(new Error("Cannot find package 'serialport'"), { code: 'ERR_MODULE_NOT_FOUND' })
})

test('without the package, a serial port is refused at once, with what to install', async () => {
  const opening = openPrinter('serial:///dev/ttyUSB0', { openMs: 60_000 })
  await expect(opening).rejects.toMatchObject({
    code: 'serialport-missing',
    message: expect.stringContaining('npm install serialport'),
  })
})
