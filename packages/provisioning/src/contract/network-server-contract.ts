import type { FoundDevice, NetworkServer, NetworkServerDevice } from '../ports.ts'
import { abortedSignal, caseOver, endedBefore, holds, refused, valueOf } from './check.ts'
import type { Answers, ContractCase, ContractSubject } from './check.ts'

/** A Network Server without the device, which has profiles and a plan that it offers. */
export interface NetworkServerSubject extends ContractSubject {
  readonly server: NetworkServer
  readonly device: NetworkServerDevice
}

/**
 * The requirements for every Network Server, one case each. What the optional methods have to do is asked of connectors
 * that have them.
 *
 * @param make opens a Network Server without the device; called once for each case
 *
 * @example
 * ```ts
 * import { networkServerContract } from '@claimtag/provisioning/contract'
 * import { fileNetworkServer, thingparkBatchLine } from '@claimtag/provisioning/ns-file'
 * import { parseEui64 } from '@claimtag/core'
 *
 * const [devEui, joinEui] = [parseEui64('70B3D57ED00A0004'), parseEui64('70B3D57ED0000002')]
 * if (devEui === undefined || joinEui === undefined) throw new Error('they are EUIs')
 * const ids = { deviceProfileId: 'LORA/A', connectivityPlanId: 'basic', routingProfileId: 'busit' }
 * const item = (id: string) => [{ id, name: id, isDefault: true }]
 * const lists = { connectivityPlans: item('basic'), deviceProfiles: item('LORA/A'), routingProfiles: item('busit') }
 * const make = () => ({
 *   server: fileNetworkServer({ append: async () => undefined, line: thingparkBatchLine, lists }),
 *   device: { name: 'meter', devEui, joinEui, ...ids },
 * })
 * for (const { run } of networkServerContract(make)) await run()
 * ```
 */
export function networkServerContract(
  make: () => Promise<NetworkServerSubject> | NetworkServerSubject,
): readonly ContractCase[] {
  const on = (
    name: string,
    run: (subject: NetworkServerSubject, answers: Answers) => Promise<void>,
  ): ContractCase => caseOver(make, name, run)

  return [
    on('lists what it offers, each ID once', async ({ server, device }, { keep }) => {
      const lists = [
        ['connectivityPlans', device.connectivityPlanId],
        ['deviceProfiles', device.deviceProfileId],
        ['routingProfiles', device.routingProfileId],
      ] as const
      for (const [list, wanted] of lists) {
        const ids = valueOf(list, await keep(server[list]())).map(({ id }) => id)
        holds(`${list} has the ID of the subject`, ids.includes(wanted))
        holds(`${list} has no ID twice`, new Set(ids).size === ids.length)
      }
    }),
    on('makes a device once', async ({ server, device }, { keep }) => {
      valueOf('provision', await keep(server.provision(device)))
      refused('a second one', await keep(server.provision(device)), 'conflict')
    }),
    on(
      'of ten at once, some are told that it is made, and the others that it is there',
      async ({ server, device }, { keep }) => {
        const all = await Promise.all(Array.from({ length: 10 }, () => keep(server.provision(device))))
        holds(
          'one is made',
          all.some(({ ok }) => ok),
        )
        for (const answer of all) if (!answer.ok) refused('the others', answer, 'conflict')
      },
    ),
    on('finds a device, and only one that is there', async ({ server, device }, { keep }) => {
      if (server.find === undefined) return
      const before = valueOf('find', await keep(server.find(device.devEui)))
      holds('it is not there before', before === undefined)
      const made = valueOf('provision', await keep(server.provision(device)))
      const found = valueOf('find', await keep(server.find(device.devEui)))
      holds('it is there then', found !== undefined)
      if (found !== undefined) isTheSame(found, device)
      if (made.device !== undefined && found?.device !== undefined)
        holds('creation and look-up call it the same', made.device === found.device)
    }),
    on('removes a device, which may then be made again', async ({ server, device }, { keep }) => {
      const { devEui } = device
      if (server.remove === undefined) return
      refused('removal before', await keep(server.remove({ devEui })), 'not-found')
      const made = valueOf('provision', await keep(server.provision(device)))
      valueOf('removal', await keep(server.remove({ devEui, ...made })))
      if (server.find !== undefined)
        holds('it is gone', valueOf('find', await keep(server.find(devEui))) === undefined)
      valueOf('provision again', await keep(server.provision(device)))
      valueOf('removal by its DevEUI', await keep(server.remove({ devEui })))
    }),
    on('counts the places that a plan has left, if it does', async ({ server, device }, { keep }) => {
      if (server.capacity === undefined) return
      const plan = device.connectivityPlanId
      const before = valueOf('capacity', await keep(server.capacity(plan)))
      if (before === undefined) return
      valueOf('provision', await keep(server.provision(device)))
      const after = valueOf('capacity', await keep(server.capacity(plan)))
      holds('a device takes one place', after === before - 1)
    }),
    on('sends nothing when the signal was aborted before', async ({ server, device }, { keep }) => {
      const ended = await keep(server.connectivityPlans({ signal: abortedSignal() }))
      // A connector whose lists are settings has nothing to end.
      if (!ended.ok) endedBefore('connectivityPlans', ended)
      const made = await keep(server.provision(device, { signal: abortedSignal() }))
      if (!made.ok) {
        endedBefore('provision', made)
        valueOf('provision after it', await keep(server.provision(device)))
      }
    }),
  ]
}

/** @throws TypeError when the server tells another value than the device was made with */
function isTheSame(found: FoundDevice, device: NetworkServerDevice): void {
  const names = ['joinEui', 'deviceProfileId', 'connectivityPlanId', 'routingProfileId'] as const
  for (const name of names)
    holds(`${name} is told as it was sent`, [undefined, device[name]].includes(found[name]))
}
