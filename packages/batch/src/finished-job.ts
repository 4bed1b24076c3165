import type { DeviceIndex, DeviceIndexOptions, NamedFiles } from './device-index.ts'
import type { JobLabels, JobLabelsOptions } from './job-labels.ts'
import type { FolderVerdict, VerifyOptions } from './verify-folder.ts'
import type { PrintOptions, PrintSummary } from './print-folder.ts'
import type { JobDevices } from './report/job-devices.ts'
import type { ReportOptions } from './report/report.ts'
import type { JobReport } from './report/schema.ts'
import type { ReadLabelOptions } from './read-label.ts'

// What is done with a finished job is loaded when it is called: a job that makes labels starts without it.

/**
 * Sends labels of a finished job to a printer, in the order of the rows. Each label is journaled before it is sent,
 * so that the same call continues after any interruption and no label is printed twice unnoticed.
 *
 * @throws BatchError `job-missing`, `job-unfinished`, `job-damaged`, `job-running`, `label-changed`, `not-printable`,
 *   `drawn-otherwise`, `unknown-device`, `printed-before`, `printer-cannot`, `output-is-input`
 * @throws PrinterError `printer-address`
 *
 * @example
 * ```ts
 * import { printFolder, runBatch } from '@claimtag/batch'
 *
 * await runBatch({ input: 'devices.csv', out: 'labels', as: ['zpl'] })
 * // A printer on the network would be 'tcp://192.0.2.7'.
 * const { printed, uncertain } = await printFolder({ out: 'labels', to: 'file://printer.bin' })
 * console.log(printed, uncertain.length) // 2 0
 * ```
 */
export async function printFolder(options: PrintOptions): Promise<PrintSummary> {
  return (await import('./print-folder.ts')).printFolder(options)
}

/**
 * Reads every label of a finished job again, from the files alone: bytes and symbols against the keyed digests of the
 * manifest, and PDFs as wholes. A label cannot be changed unnoticed without the key in the folder.
 *
 * @throws BatchError `job-missing`, `job-unfinished`, `job-damaged`
 *
 * @example
 * ```ts
 * import { runBatch, verifyFolder } from '@claimtag/batch'
 *
 * await runBatch({ input: 'devices.csv', out: 'labels' })
 * const { labels, faults, additional } = await verifyFolder('labels')
 * console.log(labels, faults.length, additional.length) // 2 0 0
 * ```
 */
export async function verifyFolder(out: string, options?: VerifyOptions): Promise<FolderVerdict> {
  return (await import('./verify-folder.ts')).verifyFolder(out, options)
}

/**
 * The bytes of one label of a finished job. They contain the token. Reading a label does not count as printing it: it
 * is not known what happens to it, so a later `printFolder` prints it.
 *
 * @throws BatchError `job-missing`, `job-unfinished`, `job-damaged`, `label-changed`, `not-printable`,
 *   `drawn-otherwise`, `unknown-device`, `printed-before`, `printer-cannot`, `job-running`
 *
 * @example
 * ```ts
 * import { readLabel, runBatch } from '@claimtag/batch'
 *
 * await runBatch({ input: 'devices.csv', out: 'labels', as: ['zpl'] })
 * const zpl = await readLabel({ out: 'labels', as: 'zpl', devEui: '70B3D57ED00A0004', to: 'label.zpl' })
 * console.log(zpl.length > 0) // true
 * ```
 */
export async function readLabel(options: ReadLabelOptions): Promise<Uint8Array> {
  return (await import('./read-label.ts')).readLabel(options)
}

/**
 * The devices of a finished job and all its additions, each once, in the order of their lines. Their tokens are in no
 * record; whether a text is the code on a label can be asked.
 *
 * @throws BatchError `job-missing`, `job-unfinished`, `job-damaged`
 *
 * @example
 * ```ts
 * import { jobDevices, runBatch } from '@claimtag/batch'
 *
 * await runBatch({ input: 'devices.csv', out: 'labels' })
 * const devices = []
 * for await (const { devEui } of await jobDevices('labels')) devices.push(devEui)
 * console.log(devices.length) // 2
 * ```
 */
export async function jobDevices(out: string): Promise<JobDevices> {
  return (await import('./report/job-devices.ts')).jobDevices(out)
}

/**
 * What an auditor or a customer asks of a finished job: how many labels, of which devices, refused and printed again
 * with reasons, by whom, with which format, template and version, and whether all labels are still as they were
 * written. Without any token. Memory does not grow with the labels, but by 16 to 32 bytes for each that was printed.
 *
 * @throws BatchError `job-missing`, `job-unfinished`, `job-damaged`
 *
 * @example
 * ```ts
 * import { reportJob, runBatch } from '@claimtag/batch'
 *
 * await runBatch({ input: 'devices.csv', out: 'labels' })
 * const { devices, verification } = await reportJob({ out: 'labels' })
 * console.log(devices.devEuis.count, verification.result) // 2 sound
 * ```
 */
export async function reportJob(options: ReportOptions): Promise<JobReport> {
  return (await import('./report/report.ts')).reportJob(options)
}

/**
 * A report as a PDF of A4 pages whose text can be searched. Letters that its fonts lack are shown as `?`.
 *
 * @example
 * ```ts
 * import { reportJob, reportPdf, runBatch } from '@claimtag/batch'
 *
 * await runBatch({ input: 'devices.csv', out: 'labels' })
 * const pdf = await reportPdf(await reportJob({ out: 'labels', verify: false }))
 * console.log(Buffer.from(pdf).toString('latin1').startsWith('%PDF-')) // true
 * ```
 */
export async function reportPdf(report: JobReport): Promise<Uint8Array> {
  return (await import('./report/report-pdf.ts')).reportPdf(report)
}

/**
 * Opens a finished job to print its labels one at a time, in the order in which devices arrive. No other process can
 * print them meanwhile. 24 to 40 bytes of memory a label.
 *
 * @throws BatchError `job-missing`, `job-unfinished`, `job-damaged`, `job-running`, `not-printable`, `printer-cannot`
 *
 * @example
 * ```ts
 * import { openJobLabels, runBatch } from '@claimtag/batch'
 *
 * await runBatch({ input: 'devices.csv', out: 'labels', as: ['zpl'] })
 * const labels = await openJobLabels({ out: 'labels', as: 'zpl' })
 * console.log(labels.devices, labels.timesSent('70B3D57ED00A0004')) // 2 0
 * labels.close()
 * ```
 */
export async function openJobLabels(options: JobLabelsOptions): Promise<JobLabels> {
  return (await import('./job-labels.ts')).openJobLabels(options)
}

/**
 * Checks a file of devices as `runBatch` does, and holds its devices in a private temporary file: 24 to 40 bytes of
 * memory each. Rows that a batch refuses are found as refused, as far as they have a DevEUI.
 *
 * @throws InputError when the input as a whole cannot be read
 * @throws LabelError when the template cannot work
 *
 * @example
 * ```ts
 * import { indexDevices } from '@claimtag/batch'
 *
 * const index = await indexDevices('devices.csv')
 * console.log(index.devices, index.find('0000000000000001')) // 2 undefined
 * index.close()
 * ```
 */
export async function indexDevices(input: NamedFiles, options?: DeviceIndexOptions): Promise<DeviceIndex> {
  return (await import('./device-index.ts')).indexDevices(input, options)
}
