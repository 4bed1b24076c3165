import { expect, test } from 'vitest'
import { freeText, readArrival, readOrder } from '../../src/index.ts'
import { decoder } from '../bench.ts'

test.each([
  ['70B3D57ED00A0004', { type: 'arrive', text: '70B3D57ED00A0004' }],
  ['LW:D0:70B3D57ED0000000:0004A310001AAED6:00000000', { type: 'arrive' }],
  ['carton of tea', { type: 'arrive' }],
  ['reprint torn in half', { type: 'act', action: { type: 'reprint', reason: 'torn in half' } }],
  ['REPRINT', { type: 'act', action: { type: 'reprint', reason: '' } }],
  ['reprint carton-00003 wet', { action: { type: 'reprint', label: 'carton-00003', reason: 'wet' } }],
  ['void 70b3d57ed00a0004 askew', { action: { type: 'void', devEui: '70B3D57ED00A0004', reason: 'askew' } }],
  ['operator Grace Hopper', { action: { type: 'operator', name: 'Grace Hopper' } }],
  ['y', { action: { type: 'answer', answer: 'printed' } }],
  ['No', { action: { type: 'answer', answer: 'not-printed' } }],
  ['again', { action: { type: 'answer', answer: 'again' } }],
  ['pallet', { action: { type: 'pallet' } }],
  ['totals', { type: 'totals' }],
  ['quit', { type: 'quit' }],
])('%s', (line, order) => {
  expect(readOrder(line)).toMatchObject(order)
})

test('a DevEUI in any spelling, and codes as scanners give them, are read', () => {
  expect(readArrival('  \n', decoder)).toBeUndefined()
  expect(readArrival('70:b3:d5:7e:d0:0a:00:04', decoder)).toMatchObject({
    devEui: '70B3D57ED00A0004',
    isLabel: false,
  })
  const code = ']Q1LW:D0:70B3D57ED0000002:70B3D57ED00A0004:0A1B0042\r\n'
  expect(readArrival(code, decoder)).toMatchObject({
    devEui: '70B3D57ED00A0004',
    isLabel: false,
    record: { joinEui: '70B3D57ED0000002', vendorId: '0A1B', vendorProfileId: '0042' },
  })
  expect(readArrival('4006381333931', decoder)).toMatchObject({ code: expect.any(String) as string })
  expect(freeText('  Grace \t Hopper ', decoder)).toBe('Grace Hopper')
})
