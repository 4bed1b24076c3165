import { encodeQr, QrError } from '@claimtag/qr'
import { referenceEncodeQr } from '@claimtag/qr/reference'
import { expect, test } from 'vitest'
import { sameModules } from './nayuki.ts'
import { randomText, seededRandom } from './random-text.ts'

test('npm qrcode draws the same modules for the same segments and mask', () => {
  const random = seededRandom(7)
  for (let i = 0; i < 300; i++) {
    // Outside ASCII the reference has no ECI.
    const text = randomText(random, 150).replaceAll(/[^ -~]/gu, '')
    const errorCorrection = (['L', 'M', 'Q', 'H'] as const)[random(4)]!
    const mask = random(8)
    const options = { errorCorrection, mask, boost: random(2) === 0 }
    expect(sameModules(referenceEncodeQr(text, options), encodeQr(text, options))).toBe(true)
  }
})

test('words, version and mask are reported as the encoder reports them', () => {
  const reference = referenceEncodeQr('LW:D0:1122334455667788', { mask: 3 })
  const { get, ...plain } = encodeQr('LW:D0:1122334455667788', { mask: 3 })
  expect(reference).toMatchObject(plain)
  expect(get(0, 0)).toBe(reference.get(0, 0))
})

test('text that needs an ECI is refused, since qrcode would leave it out', () => {
  expect(() => referenceEncodeQr('é')).toThrow(QrError)
  expect(() => referenceEncodeQr('é')).toThrow(expect.objectContaining({ code: 'eci-unsupported' }))
})
