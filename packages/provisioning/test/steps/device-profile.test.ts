import type { DeviceRecord } from '@claimtag/core'
import type { PortalConfiguration } from '@claimtag/provisioning'
import { expect, test } from 'vitest'
import { deviceProfileOf } from '../../src/steps/device-profile.ts'
import { eui } from './ports.ts'

const configuration: PortalConfiguration = {
  routingProfiles: {},
  deviceProfiles: {
    exact: { name: '' },
    short: { name: '' },
    shortest: { name: '' },
    long: { name: '' },
    a: { name: '' },
    b: { name: '' },
  },
  deviceProfileByJoinEui: {
    '70B3D57ED0000002': 'exact',
    '70B3D50000000000/24': 'short',
    '70B3D57ED0000000/36': 'long',
    '70B3000000000000/16': 'shortest',
  },
  deviceProfilesByProfileId: { AABB1122: ['a', 'b'], AABB1123: ['b'] },
  homeNetId: '000002',
  hsmGroupId: 'HSM',
}

function profileOf(joinEui: string, record: Partial<DeviceRecord> = {}, chosen?: string): unknown {
  const device = { devEui: eui('70B3D57ED00A0004'), ...record } as DeviceRecord
  return deviceProfileOf(configuration, device, eui(joinEui), chosen)
}

test.each([
  ['the JoinEUI itself', '70B3D57ED0000002', 'exact'],
  ['the longest prefix', '70B3D57ED0000003', 'long'],
  ['a shorter prefix', '70B3D57EE0000003', 'short'],
])('%s decides', (_, joinEui, id) => {
  expect(profileOf(joinEui)).toBe(id)
  // The ProfileID is not asked then.
  expect(profileOf(joinEui, { vendorId: 'AABB', vendorProfileId: '1122' })).toBe(id)
})

test('the ProfileID is asked when no JoinEUI says more, and never picks one of several', () => {
  const other = '0000000000000001'
  expect(profileOf(other, { vendorId: 'aabb', vendorProfileId: '1123' })).toBe('b')
  expect(profileOf(other, { vendorId: 'AABB', vendorProfileId: '1122' })).toEqual({
    code: 'device-profile-ambiguous',
    candidates: ['a', 'b'],
  })
  const unmapped = { code: 'device-profile-unmapped', joinEui: other }
  expect(profileOf(other, { vendorId: 'AABB', vendorProfileId: '9999' })).toEqual(unmapped)
  expect(profileOf(other, { vendorId: 'toString' })).toEqual(unmapped)
  expect(profileOf(other)).toEqual(unmapped)
})

test('a choice is taken before all of them, if it is configured', () => {
  expect(profileOf('70B3D57ED0000002', {}, 'a')).toBe('a')
  const unknown = { code: 'device-profile-unknown', deviceProfileId: 'constructor' }
  expect(profileOf('70B3D57ED0000002', {}, 'constructor')).toEqual(unknown)
})
