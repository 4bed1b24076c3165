import type { ClaimRequest, JoinServer, JoinServerDevice } from '../ports.ts'
import { abortedSignal, caseOver, endedBefore, holds, refused, valueOf } from './check.ts'
import type { Answers, ContractCase, ContractSubject } from './check.ts'

/** A Join Server with a device that was delivered to it, and that no one has claimed. */
export interface JoinServerSubject extends ContractSubject {
  readonly server: JoinServer
  readonly device: ClaimRequest
  /** A token of the right form that is not the device's. */
  readonly wrongToken: string
  /** A DevEUI that the Join Server does not know. */
  readonly unknown: ClaimRequest['devEui']
  /** SPKI in PEM. */
  readonly publicKey: string
  readonly network: Pick<JoinServerDevice, 'homeNetId' | 'hsmGroupId'>
}

/**
 * The requirements for every Join Server, one case each: `for (const { name, run } of joinServerContract(make))
 * test(name, run)`. What the optional methods have to do is asked of connectors that have them.
 *
 * @param make opens a Join Server with a fresh device; called once for each case
 *
 * @example
 * ```ts no-run
 * import { joinServerContract } from '@claimtag/provisioning/contract'
 * import type { JoinServerSubject } from '@claimtag/provisioning/contract'
 *
 * declare const make: () => Promise<JoinServerSubject>
 * for (const { run } of joinServerContract(make)) await run()
 * ```
 */
export function joinServerContract(
  make: () => Promise<JoinServerSubject> | JoinServerSubject,
): readonly ContractCase[] {
  const on = (
    name: string,
    run: (subject: JoinServerSubject, answers: Answers) => Promise<void>,
  ): ContractCase => caseOver(make, name, run)

  return [
    on(
      'makes an AS transport key with an ID, or says that it makes none',
      async ({ server, publicKey }, { keep }) => {
        const key = valueOf('createAsTransportKey', await keep(server.createAsTransportKey({ publicKey })))
        holds('it has an ID and an encrypted key', key.id !== '' && key.encryptedKey !== '')
      },
    ),
    on('a right token claims once, and not twice', async ({ server, device }, { keep }) => {
      const claimed = valueOf('claim', await keep(server.claim(device)))
      holds('the device has a name', claimed.device !== '')
      refused('a second claim', await keep(server.claim(device)), 'claim-refused', 'conflict')
    }),
    on(
      'a wrong token claims nothing, and spends nothing',
      async ({ server, device, wrongToken }, { keep }) => {
        refused(
          'a wrong token',
          await keep(server.claim({ ...device, ownerToken: wrongToken })),
          'claim-refused',
        )
        valueOf('claim after it', await keep(server.claim(device)))
      },
    ),
    on('a device that is not known cannot be claimed', async ({ server, device, unknown }, { keep }) => {
      const answer = await keep(server.claim({ ...device, devEui: unknown }))
      refused('an unknown device', answer, 'claim-refused', 'not-found')
    }),
    on('of ten claims at once, one succeeds', async ({ server, device }, { keep }) => {
      const all = await Promise.all(Array.from({ length: 10 }, () => keep(server.claim(device))))
      holds('one claim', all.filter(({ ok }) => ok).length === 1)
    }),
    on('a claimed device is provisioned, and once more', async (subject, { keep }) => {
      const { server, device, publicKey, network } = subject
      const { devEui, joinEui } = device
      const key = valueOf('createAsTransportKey', await keep(server.createAsTransportKey({ publicKey })))
      const claimed = valueOf('claim', await keep(server.claim(device)))
      const request = { ...network, devEui, joinEui, device: claimed.device, asTransportKeyId: key.id }
      for (const what of ['provision', 'the same again']) valueOf(what, await keep(server.provision(request)))
    }),
    on('says whose a device is, if it can say so', async ({ server, device }, { keep }) => {
      if (server.status === undefined) return
      const { devEui, joinEui } = device
      const before = valueOf('status', await keep(server.status({ devEui, joinEui })))
      holds('before the claim it is unclaimed', before === 'unclaimed')
      const claimed = valueOf('claim', await keep(server.claim(device)))
      const after = valueOf('status', await keep(server.status({ devEui, joinEui, device: claimed.device })))
      holds('then it is ours', after === 'ours')
    }),
    on('gives a claim up, if it can', async ({ server, device }, { keep }) => {
      if (server.release === undefined) return
      const { devEui, joinEui } = device
      const claimed = valueOf('claim', await keep(server.claim(device)))
      const request = { devEui, joinEui, device: claimed.device }
      valueOf('release', await keep(server.release(request)))
      refused('a second release', await keep(server.release(request)), 'not-found')
      if (server.status !== undefined) {
        const after = valueOf('status', await keep(server.status({ devEui, joinEui })))
        holds('it is unclaimed again', after === 'unclaimed')
      }
    }),
    on('sends nothing when the signal was aborted before', async ({ server, device }, { keep }) => {
      const ended = await keep(server.claim(device, { signal: abortedSignal() }))
      endedBefore('claim', ended)
      valueOf('claim after it', await keep(server.claim(device)))
    }),
  ]
}
