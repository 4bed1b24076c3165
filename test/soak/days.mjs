// Days of provisioning in virtual time: `npm run soak -- days [DEVICES] [WORKERS] [RATE] [KILLS]`: 100,000 devices,
// four workers, servers that allow ten requests a second, and twenty kills, unless said otherwise; the servers are
// down for five minutes, and a quota is used up for two. The workers, the queue's port and the rate are the real
// ones, over a queue in memory and servers that are played: what a database adds is for the soak `queue`. Counted
// where requests arrive.
import { loadBundle } from './days/load-bundle.mjs'
import { judge, say, seconds } from './report/report.mjs'

export async function soak(args) {
  const [devices = 100_000, workers = 4, perSecond = 10, kills = 20] = args.map(Number)
  const { provisionDays } = await loadBundle('sim/queue/days.ts')
  const started = performance.now()
  const report = await provisionDays({ devices, workers, perSecond, kills, seed: 18 })
  const { hours, requests, during, mostInASecond, tooMany } = report
  say(
    `${devices} devices, ${workers} workers, ${perSecond} requests a second: ${hours.toFixed(2)} hours, in ${seconds(performance.now() - started)}`,
  )
  say(
    `  ${requests} requests, ${during.down} while the servers were down, ${during.quota} while the quota was used up`,
  )
  judge(report.kills === kills, `${report.kills} workers were killed`)
  judge(
    report.done === devices && report.complete === devices,
    `${report.done} devices are done, ${report.complete} of them at all servers`,
  )
  judge(report.claims === devices, `${report.claims} claims were carried out, each once`)
  judge(
    mostInASecond <= perSecond * 1.01,
    `at most ${mostInASecond} requests arrived in any second, of ${perSecond}`,
  )
  judge(tooMany === 0, `${tooMany} requests were refused as too many`)
}
