import { answered, fault } from '@claimtag/provisioning'
import { expect, test } from 'vitest'
import { confirmed, referenceOf } from '../../src/http/look-up.ts'

const WANTED = { joinEui: '70B3D57ED0000002', deviceProfileId: 'a', connectivityPlanId: 'b' }
const success = fault('unintelligible', { status: 201 })

test('a success without a word is one when the device is found', async () => {
  expect(await confirmed(success, WANTED, async () => answered({ device: '9', name: 'meter' }))).toEqual(
    answered({ device: '9' }),
  )
  expect(await confirmed(success, WANTED, async () => answered({ name: 'meter' }))).toEqual(answered({}))
  expect(await confirmed(success, WANTED, async () => answered(undefined))).toEqual(success)
  expect(await confirmed(success, WANTED, async () => fault('timed-out'))).toEqual(success)
})

async function find(): Promise<never> {
  throw new Error('looked up')
}

test('nothing else is looked up', async () => {
  for (const answer of [
    answered({ device: '9' }),
    fault('unintelligible'),
    fault('server-failed', { status: 504 }),
  ])
    expect(await confirmed(answer, WANTED, find)).toEqual(answer)
})

test('a device with other values was there before, and confirms nothing', async () => {
  const told = { device: '9', name: 'meter', deviceProfileId: 'a' }
  expect(await confirmed(success, WANTED, async () => answered(told))).toEqual(answered({ device: '9' }))
  const other = { ...told, deviceProfileId: 'z' }
  expect(await confirmed(success, WANTED, async () => answered(other))).toEqual(success)
})

test('a device is looked up only when it is not known what the server calls it', async () => {
  expect(await referenceOf('/devices/9', find)).toEqual(answered('/devices/9'))
  expect(await referenceOf(undefined, async () => answered({ device: '9' }))).toEqual(answered('9'))
})

test('a device that is not there, or that the server does not name, is not found', async () => {
  expect(await referenceOf(undefined, async () => answered(undefined))).toEqual(fault('not-found'))
  expect(await referenceOf(undefined, async () => answered({ name: 'meter' }))).toEqual(fault('not-found'))
  expect(await referenceOf(undefined, async () => fault('timed-out'))).toEqual(fault('timed-out'))
})
