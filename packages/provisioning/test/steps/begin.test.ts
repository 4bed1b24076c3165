import type { DeviceRecord } from '@claimtag/core'
import { createWorkflow } from '@claimtag/provisioning'
import type { FailureReason, Session } from '@claimtag/provisioning'
import { describe, expect, test } from 'vitest'
import { basic, choice, eui, generic, ports, record, session } from './ports.ts'

test('begin finds a JoinEUI that no Join Server serves', () => {
  const { all } = ports().joinServers
  const none = { all, find: () => undefined }
  expect(createWorkflow(ports({ joinServers: none })).begin(session, record, choice)).toMatchObject({
    step: 'scan',
    code: 'join-server-unmapped',
    joinEui: record.joinEui,
  })
})

test('begin notes the time and the wish to adopt', () => {
  const clock = { now: () => Date.UTC(2026, 10, 27, 20) }
  const at = '2026-11-27T20:00:00.000Z'
  expect(createWorkflow(ports({ clock })).begin(session, record, { ...choice, adopt: true })).toMatchObject({
    ok: true,
    state: { begunAt: at, updatedAt: at, adopt: true, joinServerId: 'default', attempts: 0 },
  })
  expect(createWorkflow(ports()).begin(session, record, choice).state).not.toHaveProperty('adopt')
})

describe('begin', () => {
  const { joinEui: _j, ...withoutJoinEui } = record
  const { ownerToken: _o, ...withoutToken } = record
  const { configuration } = ports()
  const two = { ...session, connectivityPlans: [basic, { ...basic, id: 'other' }] }
  const byDefault = { ...session, connectivityPlans: [basic, { ...basic, id: 'other', isDefault: true }] }

  test.each<[string, FailureReason, DeviceRecord, Session?, object?]>([
    ['no JoinEUI', { code: 'join-eui-missing' }, withoutJoinEui],
    ['no token', { code: 'owner-token-missing' }, withoutToken],
    [
      'a JoinEUI that is not mapped',
      { code: 'device-profile-unmapped', joinEui: eui('70B3D57ED0000009') },
      { ...record, joinEui: eui('70B3D57ED0000009') },
    ],
    [
      'an unknown Routing Profile',
      { code: 'routing-profile-unknown', routingProfileId: 'constructor' },
      record,
      session,
      { routingProfileId: 'constructor' },
    ],
    [
      'an unknown plan',
      { code: 'connectivity-plan-not-offered', connectivityPlanId: 'gold' },
      record,
      session,
      { ...choice, connectivityPlanId: 'gold' },
    ],
    ['two plans and no default', { code: 'connectivity-plan-ambiguous', offered: 2 }, record, two],
    [
      'no plan',
      { code: 'connectivity-plan-ambiguous', offered: 0 },
      record,
      { ...session, connectivityPlans: [] },
    ],
    [
      'a Device Profile that the Network Server does not offer',
      { code: 'device-profile-not-offered', deviceProfileId: 'generic' },
      record,
      { ...session, deviceProfiles: [{ ...generic, id: 'other' }] },
    ],
    [
      'a Routing Profile that the Network Server does not offer',
      { code: 'routing-profile-not-offered', routingProfileId: 'busit' },
      record,
      { ...session, routingProfiles: [] },
    ],
  ])('finds %s before anything is claimed', (_, expected, scanned, given = session, chosen = choice) => {
    const refused = createWorkflow(ports()).begin(given, scanned, chosen as typeof choice)
    expect(refused).toEqual({ ok: false, step: 'scan', retryable: false, devEui: record.devEui, ...expected })
  })

  test.each([
    ['its only plan', session, configuration, choice, 'basic'],
    ['the default', byDefault, configuration, choice, 'other'],
    ['the configured one', byDefault, { ...configuration, connectivityPlanId: 'basic' }, choice, 'basic'],
    [
      'the chosen one',
      two,
      { ...configuration, connectivityPlanId: 'basic' },
      { ...choice, connectivityPlanId: 'other' },
      'other',
    ],
  ])('takes %s', (_, given, configured, chosen, connectivityPlanId) => {
    const taken = createWorkflow(ports({ configuration: configured })).begin(given, record, chosen)
    expect(taken).toMatchObject({ ok: true, state: { connectivityPlanId } })
  })
})
