import { answered, fault } from '@claimtag/provisioning'
import { expect, test } from 'vitest'
import { confirmed } from '../../src/http/confirmed.ts'

const success = fault('unintelligible', { status: 201 })

test('a success without a word is one when the device is found', async () => {
  expect(await confirmed(success, async () => answered({ device: '9', name: 'meter' }))).toEqual(
    answered({ device: '9' }),
  )
  expect(await confirmed(success, async () => answered({ name: 'meter' }))).toEqual(answered({}))
  expect(await confirmed(success, async () => answered(undefined))).toEqual(success)
  expect(await confirmed(success, async () => fault('timed-out'))).toEqual(success)
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
    expect(await confirmed(answer, find)).toEqual(answer)
})
