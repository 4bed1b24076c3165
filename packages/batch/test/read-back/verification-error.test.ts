import { expect, test } from 'vitest'
import { VerificationError } from '../../src/read-back/verification-error.ts'

test('the sentence agrees with its number', () => {
  const fault = { file: 'a.png', devEui: '70B3D57ED00A0004', line: 1, fault: 'missing' } as const
  const said = (faults: number): string =>
    new VerificationError(Array.from({ length: faults }, () => fault)).message
  expect(said(1)).toBe('1 label failed. The first: a.png (70B3D57ED00A0004) is missing.')
  expect(said(1200)).toMatch(/^1,200 labels failed\. /)
})
