import type { ApplicationServer, ApplicationServerDevice } from '../ports.ts'
import { abortedSignal, caseOver, endedBefore, holds, refused, valueOf } from './check.ts'
import type { Answers, ContractCase, ContractSubject } from './check.ts'

/** An Application Server without the device. */
export interface ApplicationServerSubject extends ContractSubject {
  readonly server: ApplicationServer
  readonly device: ApplicationServerDevice
}

/**
 * The requirements for every Application Server, one case each. What the optional methods have to do is asked of
 * connectors that have them.
 *
 * @param make opens an Application Server without the device; called once for each case
 *
 * @example
 * ```ts no-run
 * import { applicationServerContract } from '@claimtag/provisioning/contract'
 * import type { ApplicationServerSubject } from '@claimtag/provisioning/contract'
 *
 * declare const make: () => Promise<ApplicationServerSubject>
 * for (const { run } of applicationServerContract(make)) await run()
 * ```
 */
export function applicationServerContract(
  make: () => Promise<ApplicationServerSubject> | ApplicationServerSubject,
): readonly ContractCase[] {
  const on = (
    name: string,
    run: (subject: ApplicationServerSubject, answers: Answers) => Promise<void>,
  ): ContractCase => caseOver(make, name, run)

  return [
    on(
      'takes a device, and says the same or `conflict` to it once more',
      async ({ server, device }, { keep }) => {
        valueOf('provision', await keep(server.provision(device)))
        const again = await keep(server.provision(device))
        if (!again.ok) refused('the same again', again, 'conflict')
      },
    ),
    on('finds a device, and only one that is there', async ({ server, device }, { keep }) => {
      if (server.find === undefined) return
      holds('it is not there before', !valueOf('find', await keep(server.find(device.devEui))))
      valueOf('provision', await keep(server.provision(device)))
      holds('it is there then', valueOf('find', await keep(server.find(device.devEui))))
    }),
    on('removes a device, which may then be made again', async ({ server, device }, { keep }) => {
      const { devEui } = device
      if (server.remove === undefined) return
      refused('removal before', await keep(server.remove({ devEui })), 'not-found')
      valueOf('provision', await keep(server.provision(device)))
      valueOf('removal', await keep(server.remove({ devEui })))
      if (server.find !== undefined) holds('it is gone', !valueOf('find', await keep(server.find(devEui))))
      valueOf('provision again', await keep(server.provision(device)))
    }),
    on('sends nothing when the signal was aborted before', async ({ server, device }, { keep }) => {
      endedBefore('provision', await keep(server.provision(device, { signal: abortedSignal() })))
      valueOf('provision after it', await keep(server.provision(device)))
    }),
  ]
}
