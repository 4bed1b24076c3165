// What the simulator's servers have at the start, what they were made to do, and what they should have at the end.

/** Makes true what is wrong with some devices, and counts what the servers do from then on. */
export function prepare({ world }, devices) {
  const made = new Map()
  const count = (what) => made.set(what, (made.get(what) ?? 0) + 1)
  for (const { devEui, joinEui, wrong } of devices) {
    const entry = world.joinServer.get(devEui)
    if (wrong === 'claimed') entry.claimedBy = '43'
    if (wrong === 'elsewhere') {
      const ids = { deviceProfileId: 'other', connectivityPlanId: 'plan-metering', routingProfileId: 'busit' }
      world.networkServer.set(devEui, { reference: `old-${devEui}`, name: 'old', devEui, joinEui, ...ids })
    }
    let { claimedBy } = entry
    Object.defineProperty(entry, 'claimedBy', {
      get: () => claimedBy,
      set(owner) {
        count(`claim ${devEui}`)
        claimedBy = owner
      },
    })
  }
  for (const server of ['networkServer', 'applicationServer']) {
    const servers = world[server]
    const set = servers.set.bind(servers)
    servers.set = (devEui, device) => {
      // The same again changes nothing.
      if (JSON.stringify(servers.get(devEui)) !== JSON.stringify(device)) count(`${server} ${devEui}`)
      return set(devEui, device)
    }
  }
  return made
}

/** How a device ends that has something wrong with it. */
const END = {
  token: 'claim claim-refused',
  claimed: 'claim claim-refused',
  elsewhere: 'network-server conflict',
  unmapped: 'scan device-profile-unmapped',
}

export function verdict({ world }, devices, ends, made) {
  const wrong = devices.filter(({ devEui, wrong: what }) => ends.get(devEui) !== (END[what] ?? 'done'))
  const incomplete = devices.filter(({ devEui, wrong: what }) => {
    const { provisioned } = world.joinServer.get(devEui)
    const isComplete = provisioned && world.networkServer.has(devEui) && world.applicationServer.has(devEui)
    return what === undefined && !isComplete
  })
  return {
    wrong: [...wrong, ...incomplete].map(({ devEui }) => `${devEui} ${ends.get(devEui)}`),
    twice: [...made].filter(([, times]) => times > 1).map(([what, times]) => `${what} ${times} times`),
    keys: world.asKeys.size,
  }
}
