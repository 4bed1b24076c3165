// The memory of processes over their time (Linux): what grows with the work shows in the second half of a process.
import { readFileSync } from 'node:fs'
import { say } from '../report/report.mjs'

const LOOK_EVERY_MS = 500
/** Looks after which a process has shown what it takes. */
const ENOUGH = 24

/** @param pidsOf the processes that run now */
export function watchMemory(pidsOf) {
  const seen = new Map()
  function look() {
    for (const pid of pidsOf()) {
      const mib = residentOf(pid)
      if (mib > 0) seen.set(pid, [...(seen.get(pid) ?? []), mib])
    }
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  return {
    /** Ends it and says what was seen. */
    end(name) {
      clearInterval(timer)
      const all = [...seen.values()]
      const most = Math.max(0, ...all.flat())
      const growths = all.filter((looks) => looks.length >= ENOUGH).map(growthOf)
      const grown =
        growths.length === 0
          ? 'none of them ran long enough to show whether it grows'
          : `in the second half of its time at most ${percent(Math.max(...growths))} of the first half's, in the middle of ${growths.length} processes ${percent(median(growths))}`
      say(`${all.length} ${name}: each ${most} MiB at most; ${grown}`)
    },
  }
}

function growthOf(looks) {
  // Until all is loaded and warm, every process grows.
  const warm = looks.slice(Math.floor(looks.length / 4))
  const half = Math.floor(warm.length / 2)
  return Math.max(...warm.slice(half)) / Math.max(...warm.slice(0, half))
}

function median(values) {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)]
}

function percent(share) {
  return `${Math.round(share * 100)} %`
}

/** In MiB; 0 when it has just ended, or this is not Linux. */
function residentOf(pid) {
  try {
    const [, kib = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Math.round(Number(kib) / 1024)
  } catch {
    return 0
  }
}
