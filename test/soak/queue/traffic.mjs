// What arrives at the servers: when, by the clock of who sends and of who receives, and what stands in its way.

/** Nothing may arrive of a quota that was refused, but what was on its way: grants of 50 ms, ahead by 100 ms. */
const ON_ITS_WAY_MS = 1000

export function createTraffic() {
  const sent = []
  const arrived = []
  let outage
  const outages = []

  return {
    sent,
    arrived,
    outages,
    /** Cuts every connection, or refuses with a quota that is used up, for so many milliseconds from now on. */
    begin(kind, ms) {
      const from = Date.now()
      outage = { kind, from, until: from + ms, refused: 0, late: 0 }
      outages.push(outage)
    },
    gate({ headers }) {
      const now = Date.now()
      arrived.push(now)
      if (headers['x-sent'] !== undefined) sent.push(Number(headers['x-sent']))
      if (outage === undefined || now >= outage.until) return undefined
      outage.refused += 1
      if (now > outage.from + ON_ITS_WAY_MS) outage.late += 1
      if (outage.kind === 'down') return 'drop'
      return { status: 429, headers: { 'quota-reset-utc': new Date(outage.until).toISOString() } }
    },
  }
}

/** The most events in any window of so many milliseconds. */
export function mostIn(times, ms) {
  const sorted = Float64Array.from(times).sort()
  let [from, most] = [0, 0]
  for (let to = 0; to < sorted.length; to += 1) {
    while (sorted[to] - sorted[from] >= ms) from += 1
    most = Math.max(most, to - from + 1)
  }
  return most
}
