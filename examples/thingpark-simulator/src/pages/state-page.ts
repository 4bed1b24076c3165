import { pageAround } from './page-frame.ts'

/** Shows what the servers have, and follows it by server-sent events. */
export const STATE_PAGE = pageAround(
  'State',
  `<main>
<p id="link" class="soft" role="status">Connecting …</p>
<h2>Devices</h2>
<div class="scroll"><table><thead><tr><th>DevEUI</th><th>Claimed by</th><th>Join Server</th><th>Network Server</th>
<th>Application Server</th></tr></thead><tbody id="devices"></tbody></table></div>
<h2>Requests <span id="count" class="soft"></span></h2>
<div class="scroll"><table><tbody id="recent"></tbody></table></div>
</main>
<script>
const rows = (id, lists) => document.getElementById(id).replaceChildren(...lists.map((cells) => {
  const row = document.createElement('tr')
  row.append(...cells.map(([text, kind]) => {
    const cell = document.createElement('td')
    cell.textContent = text ?? ''
    if (kind) cell.className = kind
    return cell
  }))
  return row
}))
const source = new EventSource('/simulator/events')
const link = document.getElementById('link')
source.onopen = () => { link.textContent = 'Live' }
source.onerror = () => { link.textContent = 'The simulator has stopped. Waiting for it …' }
source.onmessage = ({ data }) => {
  const state = JSON.parse(data)
  rows('devices', state.devices.map((one) => [[one.devEui, 'eui'], [one.claimedBy, 'ok'], [one.joinServer],
    [one.networkServer], [one.applicationServer]]))
  rows('recent', state.recent.map(({ operation, status }) => [[operation],
    [String(status), status >= 200 && status < 300 ? 'ok' : 'bad']]))
  document.getElementById('count').textContent = state.requests
}
</script>`,
)
