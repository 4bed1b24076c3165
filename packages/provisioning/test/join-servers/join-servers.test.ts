import { isEui64, parseEui64 } from '@claimtag/core'
import { joinServers, oneJoinServer } from '@claimtag/provisioning'
import type { Eui64 } from '@claimtag/core'
import type { JoinServer } from '@claimtag/provisioning'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasPrefix, parseEuiPrefix } from '../../src/join-servers/eui-prefix.ts'

const none = (): never => {
  throw new Error('nothing is asked')
}
const server: JoinServer = { createAsTransportKey: none, claim: none, provision: none }

function eui(text: string): Eui64 {
  const parsed = parseEui64(text)
  if (parsed === undefined) throw new Error(text)
  return parsed
}

describe('joinServers', () => {
  const servers = joinServers([
    { id: 'wide', joinEuis: ['70B3D57ED0000000/40'], server },
    { id: 'narrow', joinEuis: ['70-b3-d5-7e-d0-00-10-00/52', '0000000000000001'], server },
  ])

  test.each([
    ['70B3D57ED0000001', 'wide'],
    ['70B3D57ED0FFFFFF', 'wide'],
    ['70B3D57ED0001000', 'narrow'],
    ['70B3D57ED0001FFF', 'narrow'],
    ['70B3D57ED0002000', 'wide'],
    ['70B3D57ED1000000', undefined],
    ['0000000000000001', 'narrow'],
    ['0000000000000002', undefined],
  ])('%s belongs to %s', (joinEui, id) => {
    expect(servers.find(eui(joinEui))?.id).toBe(id)
  })

  test('one serves every JoinEUI', () => {
    expect(oneJoinServer(server).find(eui('70B3D57ED0000001'))).toEqual({ id: 'default', server })
    expect(oneJoinServer(server, 'activation').all).toEqual([{ id: 'activation', server }])
  })

  test.each([
    [
      'a name twice',
      [
        ['a', ['70B3D57ED0000001']],
        ['a', ['70B3D57ED0000002']],
      ],
    ],
    ['an empty name', [['', ['70B3D57ED0000001']]]],
    [
      'a prefix twice',
      [
        ['a', ['70B3D57ED0000000/40']],
        ['b', ['70B3-D57E-D000-0000/40']],
      ],
    ],
    ['a prefix with digits behind it', [['a', ['70B3D57ED0000001/40']]]],
    ['no EUI', [['a', ['70B3/16']]]],
  ] as const)('refuses %s', (_, mapped) => {
    const make = () => joinServers(mapped.map(([id, joinEuis]) => ({ id, joinEuis, server })))
    expect(make).toThrow(expect.objectContaining({ code: 'configuration-invalid' }))
  })
})

describe('a prefix', () => {
  const digits = fc.stringMatching(/^[0-9A-F]{16}$/)

  test('covers the EUIs that begin with its bits, and no others', () => {
    fc.assert(
      fc.property(digits, digits, fc.integer({ min: 0, max: 64 }), (one, other, bits) => {
        const mask = (1n << BigInt(64 - bits)) - 1n
        const first = (BigInt(`0x${one}`) & ~mask).toString(16).toUpperCase().padStart(16, '0')
        const prefix = parseEuiPrefix(`${first}/${bits}`)
        if (prefix === undefined || !isEui64(one)) throw new Error(first)
        const isCovered =
          BigInt(`0x${other}`) >> BigInt(64 - bits) === BigInt(`0x${one}`) >> BigInt(64 - bits)
        expect(hasPrefix(one, prefix)).toBe(true)
        expect(hasPrefix(eui(other), prefix)).toBe(isCovered)
      }),
    )
  })

  test.each([
    '70B3D57ED0000000/65',
    '70B3D57ED0000000/',
    '70B3D57ED0000000/4x',
    '70B3D57ED0000000/40/1',
    '/40',
  ])('is not %s', (text) => expect(parseEuiPrefix(text)).toBeUndefined())
})
