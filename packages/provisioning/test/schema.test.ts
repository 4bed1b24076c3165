import { ClaimtagError } from '@claimtag/core'
import { parseConfiguration, parseState } from '@claimtag/provisioning/schema'
import { describe, expect, test } from 'vitest'

const written = {
  routingProfiles: { busit: { name: 'Busit' } },
  deviceProfiles: { generic: { name: 'Generic' } },
  deviceProfileByJoinEui: { '70b3d57ed0000002': 'generic' },
  homeNetId: '00000a',
  hsmGroupId: 'HSM_LABS_PROD',
}
const { deviceProfileByJoinEui: map, ...withoutMap } = written

const state = {
  version: 2,
  homeNetId: '00000A',
  hsmGroupId: 'HSM_LABS_PROD',
  step: 'claim',
  pending: false,
  claimPresumed: false,
  name: 'meter',
  devEui: '70B3D57ED00A0004',
  joinEui: '70B3D57ED0000002',
  deviceProfileId: 'generic',
  connectivityPlanId: 'basic',
  routingProfileId: 'busit',
  asTransportKeyId: 'ask-1',
  joinServerId: 'default',
  attempts: 0,
}

function issueOf(call: () => unknown): unknown {
  try {
    call()
  } catch (error) {
    if (error instanceof ClaimtagError) return error.issue
  }
  return 'not refused'
}

describe('configuration', () => {
  test('is read into one spelling', () => {
    const expected = {
      ...written,
      homeNetId: '00000A',
      deviceProfileByJoinEui: { '70B3D57ED0000002': 'generic' },
    }
    expect(parseConfiguration(written)).toEqual(expected)
    expect(parseConfiguration({ ...withoutMap, deviceProfileByAppEui: map })).toEqual(expected)
    expect(parseConfiguration({ ...written, connectivityPlanId: 'basic' })).toEqual({
      ...expected,
      connectivityPlanId: 'basic',
    })
  })

  test.each([
    ['a home NetID of 2 bytes', { ...written, homeNetId: '0002' }, 'homeNetId'],
    [
      'a map by something else',
      { ...written, deviceProfileByJoinEui: { abc: 'generic' } },
      'deviceProfileByJoinEui.abc',
    ],
    [
      'one EUI in two spellings',
      { ...written, deviceProfileByJoinEui: { ...map, '70-B3-D5-7E-D0-00-00-02': 'generic' } },
      'deviceProfileByJoinEui.70-B3-D5-7E-D0-00-00-02',
    ],
    [
      'a map to a profile that is not there',
      { ...written, deviceProfileByJoinEui: { '70B3D57ED0000002': 'toString' } },
      'deviceProfileByJoinEui.70B3D57ED0000002',
    ],
    ['the map twice', { ...written, deviceProfileByAppEui: map }, 'deviceProfileByJoinEui'],
    ['no map', withoutMap, 'deviceProfileByJoinEui'],
    ['an empty HSM group', { ...written, hsmGroupId: '' }, 'hsmGroupId'],
    ['an unknown member', { ...written, hnsId: '000002' }, ''],
    ['no object', 'configuration', ''],
  ])('refuses %s, and says where', (_, input, field) => {
    expect(issueOf(() => parseConfiguration(input))).toEqual({
      code: 'configuration-invalid',
      kind: 'misuse',
      field,
      problem: expect.stringMatching(/^[a-z].*[^.]$/),
    })
  })
})

function said(input: object): string {
  return JSON.stringify(issueOf(() => parseState(input)))
}

describe('state', () => {
  test('comes back as it was stored', () => {
    expect(parseState(state)).toEqual(state)
    const further = {
      ...state,
      step: 'done',
      joinServerDevice: 'km-1',
      networkServerDevice: '/devices/1',
      adopt: true,
      failure: { step: 'claim', code: 'join-server-changed', at: '2026-11-27T20:00:00.000Z' },
      begunAt: '2026-11-27T19:00:00.000Z',
      updatedAt: '2026-11-27T20:00:00.000Z',
    }
    expect(parseState(JSON.parse(JSON.stringify(further)))).toEqual(further)
  })

  test.each([
    ['another version', { ...state, version: 3 }, 'version'],
    ['an unknown step', { ...state, step: 'as' }, 'step'],
    [
      'a code that no failure has',
      { ...state, failure: { step: 'claim', code: 'toString' } },
      'failure.code',
    ],
    ['a time that is none', { ...state, begunAt: 'yesterday' }, 'begunAt'],
    ['a broken DevEUI', { ...state, devEui: '70B3' }, 'devEui'],
    ['a token that somebody put there', { ...state, ownerToken: 'Wq7ZkP0xT3mV' }, ''],
  ])('refuses %s', (_, input, field) => {
    expect(issueOf(() => parseState(input))).toMatchObject({ code: 'state-invalid', field })
    expect(JSON.stringify(issueOf(() => parseState(input)))).not.toContain('Wq7ZkP')
  })

  test('of version 1 takes what it lacks from the configuration that it was begun with', () => {
    const { homeNetId: _h, hsmGroupId: _g, joinServerId: _j, attempts: _a, ...rest } = state
    const first = { ...rest, version: 1 }
    expect(issueOf(() => parseState(first))).toMatchObject({ code: 'state-invalid', field: 'version' })
    expect(parseState(first, parseConfiguration(written))).toEqual(state)
    expect(parseState(state, { ...parseConfiguration(written), homeNetId: 'FFFFFF' })).toEqual(state)
  })

  test('names unknown members, but none that looks like a token', () => {
    expect(said({ ...state, colour: 'red' })).toContain('colour')
    expect(said({ ...state, Wq7ZkP0xT3mV: '' })).not.toContain('Wq7ZkP')
    expect(said({ ...state, Wq7ZkP0xT3mV: '', AAECAwQFBgcICQoLDA0ODw: '' })).toContain('2 members')
  })
})
