import { thingparkEnterprise } from '@claimtag/provisioning/thingpark-enterprise'
import { expect, test } from 'vitest'
import { device, devEui, joinEui, server } from '../connectors/server.ts'

const root = 'https://tp.example/thingpark/dx/core/latest/api'

test('makes devices by the name of a plan and the ref of a route', async () => {
  const made = server({ status: 201, body: { ref: 7 } }, { status: 204 })
  const { networkServer } = thingparkEnterprise(made.options)
  expect(await networkServer.provision(device)).toEqual({ ok: true, value: { device: '7' } })
  expect(await networkServer.remove?.({ devEui, device: '7' })).toEqual({ ok: true, value: undefined })
  expect(made.asked).toEqual([
    {
      method: 'POST',
      url: `${root}/devices`,
      body: {
        name: 'meter',
        EUI: devEui,
        activationType: 'OTAA',
        applicationEUI: joinEui,
        deviceProfileId: 'LORA/A',
        connectivityPlanName: 'basic',
        processingStrategyId: 'ROUTE',
        routeRefs: ['busit'],
      },
    },
    { method: 'DELETE', url: `${root}/devices/e${devEui}`, body: undefined },
  ])
})

test('lists plans by name, and routes by ref', async () => {
  const made = server(
    { body: [{ id: 3, name: 'basic' }] },
    { body: [{ id: 3, ref: 'r1', name: 'Busit', default: true }] },
  )
  const { networkServer } = thingparkEnterprise(made.options)
  expect(await networkServer.connectivityPlans()).toMatchObject({ value: [{ id: 'basic', name: 'basic' }] })
  expect(await networkServer.routingProfiles()).toMatchObject({ value: [{ id: 'r1', isDefault: true }] })
})

test('does not compare what is told under other names', async () => {
  const body = [
    { EUI: devEui, ref: 7, connectivityPlanId: 'x', routingProfileId: 'y', deviceProfileId: 'LORA/A' },
  ]
  const { networkServer } = thingparkEnterprise(server({ body }).options)
  expect(await networkServer.find?.(devEui)).toEqual({
    ok: true,
    value: { device: '7', deviceProfileId: 'LORA/A' },
  })
})

test('cannot claim, and says so without asking', async () => {
  const made = server()
  const { joinServer } = thingparkEnterprise(made.options)
  expect(await joinServer.claim({ devEui, joinEui, ownerToken: 'x' })).toMatchObject({
    fault: { code: 'unsupported', retryable: false, uncertain: false },
  })
  expect(made.asked).toEqual([])
})
