import { afterEach, describe, expect, test } from 'vitest'
import { type PrinterOptions, type Raster, type SimulatedPrinter, startPrinter } from '../src/index.ts'
import { callPrinter, picture, until } from './host.ts'

const STATUS_LENGTH = 82
const FRAME = ['#######.', '#.....#.', '#######.']
const ZPL = '^XA^PW8^LL3^FO0,0^GFA,3,3,1,FE82:FE^FS^XZ'.replace(':', '')
const TSPL = Buffer.concat([
  Buffer.from('SIZE 8 dot,3 dot\r\nGAP 2 mm,0\r\nCLS\r\nBITMAP 0,0,1,3,0,'),
  Buffer.of(0x01, 0x7d, 0x01),
  Buffer.from('\r\nPRINT 1,1\r\n'),
])

const started: SimulatedPrinter[] = []
afterEach(async () => {
  for (const printer of started.splice(0)) await printer.close()
})

async function start(options: PrinterOptions = {}) {
  const labels: Raster[] = []
  const printer = await startPrinter({ ...options, onLabel: (label) => labels.push(label) })
  started.push(printer)
  return { printer, labels, host: await callPrinter(printer) }
}

function fields(status: string): readonly string[] {
  return status.split('\r\n').map((line) => line.slice(1, -1))
}

describe('labels', () => {
  test.each([
    ['ZPL', Buffer.from(ZPL)],
    ['TSPL', TSPL],
  ])('%s, cut at every byte', async (_, label) => {
    const { host, labels } = await start()
    for (const byte of Buffer.concat([label, label])) host.write(Buffer.of(byte))
    await until(() => labels.length === 2)
    expect(labels.map(picture)).toEqual([FRAME, FRAME])
  })

  test('several in a packet, with copies, in order', async () => {
    const { host, labels } = await start()
    const other = '^XA^PW8^LL3^FO0,0^GFA,1,1,1,FF^FS^PQ2^XZ'
    host.write(`${ZPL}${other}${ZPL}`)
    await until(() => labels.length === 4)
    expect(labels.map((label) => picture(label)[1])).toEqual(['#.....#.', '........', '........', '#.....#.'])
  })

  test('ZPL graphics stand at their origin, over one another, and are cut at the edge', async () => {
    const { host, labels } = await start()
    host.write('^XA^PW12^LL4^LH1,1^FO2,0^GFA,2,2,1,8181^FS^FO3,0^GFA,1,1,1,FF^FS^XZ')
    await until(() => labels.length === 1)
    expect(labels.map(picture)).toEqual([['............', '...#########', '...#......#.', '............']])
  })

  test('TSPL modes: overwrite, or, xor', async () => {
    const { host, labels } = await start()
    const stamps = [
      ['0', 0x0f],
      ['1', 0xf0],
      ['2', 0x00],
      ['0', 0x33],
    ] as const
    host.write('SIZE 8 dot,1 dot\nCLS\n')
    for (const [mode, byte] of stamps) {
      host.write(
        Buffer.concat([Buffer.from(`BITMAP 0,0,1,1,${mode},`), Buffer.of(byte), Buffer.from('\nPRINT 1\n')]),
      )
    }
    await until(() => labels.length === 4)
    expect(labels.map((label) => picture(label)[0])).toEqual(['####....', '########', '........', '##..##..'])
  })

  test('a TSPL size in millimetres and inches becomes dots', async () => {
    const { host, labels } = await start({ dpi: 203 })
    host.write('SIZE 50 mm,25 mm\nCLS\nPRINT 1\nSIZE 2,1\nPRINT 1\n')
    await until(() => labels.length === 2)
    expect(labels.map(({ width, height }) => [width, height])).toEqual([
      [400, 200],
      [406, 203],
    ])
  })

  test('what cannot be drawn is named; a format of settings alone feeds nothing', async () => {
    const named: string[] = []
    const { host, labels } = await start({ onUndrawn: (command) => named.push(command) })
    host.write('^XA^PW16^LL2^MMT^PR4^XZ^XA^FO0,0^BQN,2,4^FDMA,SECRET^FS^XZ')
    await until(() => labels.length === 1)
    expect(named).toEqual(['^BQ'])
    expect(labels[0]).toMatchObject({ width: 16, height: 2 })
  })

  test.each([
    '^FO^GF^GFA,1,1,1^XA^XZ~~^',
    '^XA^GFA,99999,1,0,FF^XZ',
    '^XA^PW1^LL999999999^GFA,1,999999999999,1,FF^XZ^XA^PW8^LL3^XZ',
    'SIZE 999999 mm,999999 mm\r\nPRINT 0\r\n',
    'BITMAP 1,\u001b!',
    'PRINT x\r\nSIZE\r\n',
  ])('nonsense (%j) does no harm', async (nonsense) => {
    const { printer, host, labels } = await start()
    host.write(nonsense)
    await new Promise((resolve) => setTimeout(resolve, 20))
    host.end()
    await host.closed
    const next = await callPrinter(printer)
    next.write(nonsense.startsWith('^') ? ZPL : TSPL)
    await until(() => printer.printed > 0 && labels.some(({ height }) => height === 3))
    expect(labels.map(picture)).toContainEqual(FRAME)
  })
})

describe('~HS', () => {
  test('the three strings of the guide', async () => {
    const { host } = await start()
    host.write('~HS')
    expect(await host.read(STATUS_LENGTH)).toBe(
      '\u0002030,0,0,0000,000,0,0,0,000,0,0,0\u0003\r\n\u0002001,0,0,0,1,2,6,0,00000000,1,000\u0003\r\n\u00021234,0\u0003\r\n',
    )
  })

  test('counts what waits, and flags what is wrong', async () => {
    const { printer, host, labels } = await start({ paper: 1, msPerLabel: 1 })
    host.write(`${ZPL}${ZPL.replace('^XZ', '^PQ3^XZ')}${ZPL}`)
    await until(() => labels.length === 1)
    printer.openHead()
    printer.ribbon(false)
    printer.pause()
    host.write('^XA^FO0,0~HS')
    const [first = '', second = ''] = fields(await host.read(STATUS_LENGTH))
    expect(first.split(',').slice(1, 8)).toEqual(['1', '1', '0003', '001', '0', '0', '1'])
    expect(second.split(',').slice(2, 9)).toEqual(['1', '1', '1', '2', '6', '0', '00000003'])
  })

  test('~PP and ~PS pause and resume, ~JX forgets the present format, ~JA all', async () => {
    const { host, labels } = await start()
    host.write(`~PP${ZPL}${ZPL}^XA^FO0,0^GFA,1,1,1,FF~JX~HS`)
    const [first = '', second = ''] = fields(await host.read(STATUS_LENGTH))
    expect(first.split(',').slice(2, 8)).toEqual(['1', '0003', '001', '0', '0', '0'])
    expect(second.split(',')[8]).toBe('00000001')
    host.write('~JA~PS~HS')
    expect(fields(await host.read(STATUS_LENGTH))[1]?.split(',')[8]).toBe('00000000')
    expect(labels).toEqual([])
  })
})

describe('<ESC>!?', () => {
  test('one byte, also in the middle of a line', async () => {
    const { printer, host, labels } = await start({ paper: 1, msPerLabel: 20 })
    host.write('\u001b!?')
    expect(await host.read(1)).toBe('\u0000')
    host.write(Buffer.concat([TSPL, TSPL, Buffer.from('SIZ\u001b!?E 8 dot,3 dot\r\n')]))
    expect(await host.read(1)).toBe('\u0020')
    await until(() => labels.length === 1)
    printer.openHead()
    host.write('\u001b!P\u001b!?')
    expect(await host.read(1)).toBe('\u0035')
    host.write('\u001b!O\u001b!.\u001b!?')
    expect(await host.read(1)).toBe('\u0005')
  })

  test('bytes of a picture are not taken for questions', async () => {
    const { host, labels } = await start()
    const picked = Buffer.from('\u001b!?')
    host.write(
      Buffer.concat([
        Buffer.from('SIZE 24 dot,1 dot\nCLS\nBITMAP 0,0,3,1,0,'),
        picked,
        Buffer.from('\nPRINT 1\n'),
      ]),
    )
    await until(() => labels.length === 1)
    expect(Buffer.from(labels[0]?.data ?? [])).toEqual(Buffer.from(picked.map((byte) => ~byte)))
    host.write('\u001b!?')
    expect(await host.read(1)).toBe('\u0000')
  })
})

describe('troubles', () => {
  test('paper ends after so many labels and printing goes on with a new roll', async () => {
    const { printer, host, labels } = await start({ paper: 2 })
    host.write(ZPL.repeat(3))
    await until(() => labels.length === 2)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(labels.length).toBe(2)
    printer.loadPaper(5)
    await until(() => labels.length === 3)
  })

  test('a label under an opened head is printed again from its start', async () => {
    const { printer, host, labels } = await start({ msPerLabel: 30 })
    host.write(ZPL)
    await new Promise((resolve) => setTimeout(resolve, 10))
    printer.openHead()
    await new Promise((resolve) => setTimeout(resolve, 40))
    expect(labels.length).toBe(0)
    printer.closeHead()
    await until(() => labels.length === 1)
  })

  test('the connection drops at the very byte, and what came before is printed', async () => {
    const { printer, host, labels } = await start({ dropAt: [ZPL.length + 20] })
    host.write(ZPL.repeat(2))
    await host.closed
    const next = await callPrinter(printer)
    next.write(`^FS^XZ${ZPL}`)
    await until(() => labels.length === 2)
    expect(labels.map(picture)).toEqual([FRAME, FRAME])
    expect(printer.connections).toBe(2)
  })

  test('a torn label may also wait for its rest', async () => {
    const { printer, host, labels } = await start({ dropAt: [20], keepsPartial: true })
    host.write(ZPL)
    await host.closed
    const next = await callPrinter(printer)
    next.write(ZPL.slice(20))
    await until(() => labels.length === 1)
    expect(labels.map(picture)).toEqual([FRAME])
  })

  test('a power cut loses the buffer, and nobody can connect until power is back', async () => {
    const { printer, host, labels } = await start({ msPerLabel: 10 })
    host.write(ZPL.repeat(5))
    await until(() => labels.length === 1)
    await printer.cutPower()
    await host.closed
    await (
      await callPrinter(printer)
    ).closed
    expect(printer.connections).toBe(1)
    await printer.powerOn()
    const next = await callPrinter(printer)
    next.write(`${ZPL}~HS`)
    expect(fields(await next.read(STATUS_LENGTH))[1]?.split(',')[8]).toBe('00000001')
    await until(() => labels.length === 2)
  })

  test('a full buffer stops the reading until a label is out', async () => {
    const { host, labels } = await start({ bufferLabels: 2, msPerLabel: 10 })
    host.write(`${`${ZPL}${' '.repeat(2000)}`.repeat(10)}~HS`)
    await host.read(STATUS_LENGTH)
    expect(labels.length).toBeGreaterThanOrEqual(8)
  })

  test('a second host waits until the first has gone', async () => {
    const { printer, host } = await start()
    host.write('~HS')
    await host.read(STATUS_LENGTH)
    const second = await callPrinter(printer)
    second.write('~HS')
    const early = await Promise.race([
      second.read(1).then(() => true),
      new Promise((resolve) => setTimeout(() => resolve(false), 30)),
    ])
    expect(early).toBe(false)
    host.end()
    expect(await second.read(STATUS_LENGTH)).toHaveLength(STATUS_LENGTH)
  })
})
