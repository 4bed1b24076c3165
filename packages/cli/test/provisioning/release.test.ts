import { expect, test } from 'vitest'
import { claimtag } from '../command.ts'
import { DEVICES, ENV, FIRST, openPortal } from './portal.ts'

const DEVICE = DEVICES[0]?.devEui ?? ''

function release(cwd: string, ...args: readonly string[]) {
  return claimtag(['release', ...args, '--config', 'portal.json'], { cwd, env: ENV })
}

test('what a server does not take back stays, and is named', async () => {
  const { cwd, simulator } = await openPortal()
  await claimtag(['provision', FIRST, '--config', 'portal.json'], { cwd, env: ENV })
  const { code, out } = await release(cwd, DEVICE, '--json')
  const { released, stays } = JSON.parse(out) as {
    readonly released: readonly string[]
    readonly stays: readonly { readonly step: string; readonly reason: string }[]
  }
  expect(new Set([...released, ...stays.map(({ step }) => step)])).toEqual(
    new Set(['application-server', 'network-server', 'claim']),
  )
  expect(code).toBe(stays.length > 0 ? 3 : 0)
  const { world } = simulator
  expect(world.networkServer.has(DEVICE)).toBe(!released.includes('network-server'))
  expect(stays).toContainEqual({ step: 'claim', reason: 'release-not-offered' })
  const provisioned = await claimtag(['provision', FIRST, '--config', 'portal.json'], { cwd, env: ENV })
  expect(provisioned).toMatchObject({ code: 3, err: expect.stringContaining('was released') as string })
  const again = await release(cwd, DEVICE.match(/../g)?.join('-') ?? '')
  expect(again.err).toContain(`${DEVICE}  stays at the Join Server: its interface does not take devices back`)
})

test('a device of which nothing is known, and one that is none, are refused', async () => {
  const { cwd } = await openPortal()
  expect(await release(cwd, DEVICE)).toMatchObject({ code: 3 })
  expect(await release(cwd, 'nonsense')).toMatchObject({ code: 2 })
  expect(await claimtag(['release', DEVICE], { cwd })).toMatchObject({ code: 2 })
})
