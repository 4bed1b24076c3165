// One batch in a process of its own: `node job.mjs OPTIONS`, a JSON object for runBatch, prints what it took.
import { runBatch } from '@claimtag/batch'

const options = JSON.parse(process.argv[2])
const began = process.hrtime.bigint()
const { labelled, state } = await runBatch(options)
const seconds = Number(process.hrtime.bigint() - began) / 1e9
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
const cpu = (userCPUTime + systemCPUTime) / 1e6
process.stdout.write(JSON.stringify({ state, labelled, seconds, cpu, memory: maxRSS / 1024 }))
