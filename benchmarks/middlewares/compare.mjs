// Runs the cases of cases.json on both sides in turns and prints the table; started by ./compare.
// Usage: compare.mjs BENCH_CHAINS RIVAL_FOLDER [--json | --markdown] [--only TEXT] [--ms N] [--rounds N]
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual, parseArgs } from 'node:util'

const beside = (name) => fileURLToPath(new URL(name, import.meta.url))
const { values: options, positionals: [program, rival] } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    ms: { type: 'string', default: '120' },
    rounds: { type: 'string', default: '7' }
  }
})
const file = beside('cases.json')
const { cases } = JSON.parse(readFileSync(file, 'utf8'))

class Side {
  constructor(command, folder) {
    this.child = spawn(command[0], command.slice(1), { cwd: folder, stdio: ['pipe', 'ignore', 'pipe', 'pipe'] })
    this.complaint = ''
    this.child.stderr.on('data', (text) => { if (this.complaint.length < 2000) this.complaint += text })
    this.child.stdin.on('error', () => {})
    this.answers = createInterface({ input: this.child.stdio[3] })[Symbol.asyncIterator]()
  }
  async ask(what) {
    this.child.stdin.write(`${what}\n`)
    const { value, done } = await this.answers.next()
    if (done) throw new Error(this.complaint || `${this.child.spawnfile} ended`)
    return value
  }
  end() { this.child.stdin.end() }
}
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1]
const packagesOf = ({ handler, middlewares = [] }) =>
  [{ batch: 'event-batch-handler' }[handler] ?? handler, ...middlewares.map(({ name }) => name)]
    .filter((name) => name && !['empty', 'plain', 'later', 'payment', 'metrics'].includes(name))
const isPublished = (entry) => packagesOf(entry).every((name) => existsSync(`${rival}/node_modules/@middy/${name}`))
// Bodies of other bytes (a compressor's) are not compared.
const comparable = (entry, said) => {
  const answer = JSON.parse(said)
  if (entry.bytes_differ) {
    if (answer.response) delete answer.response.body
    if (answer.event) delete answer.event.body
  }
  return answer
}

let differing = 0
async function run(entry) {
  const ours = new Side([program, file, entry.name], rival)
  const theirs = isPublished(entry) ? new Side([process.execPath, `${rival}/rival.mjs`, file, entry.name], rival) : undefined
  const sides = [ours, theirs].filter(Boolean)
  try {
    const answers = []
    for (const side of sides) answers.push(comparable(entry, await side.ask('check')))
    if (theirs && !isDeepStrictEqual(answers[0], answers[1])) {
      differing += 1
      console.error(`${entry.name}: the answers differ\n  lamina ${JSON.stringify(answers[0])}\n  middy  ${JSON.stringify(answers[1])}`)
    }
    for (const side of sides) await side.ask(2 * Number(options.ms))  // warm
    const samples = sides.map(() => [])
    for (let round = 0; round < Number(options.rounds); round += 1) {
      for (const [i, side] of sides.entries()) samples[i].push(Number(await side.ask(options.ms)))
    }
    return { name: entry.name, lamina: median(samples[0]), middy: theirs ? median(samples[1]) : null }
  } finally {
    for (const side of sides) side.end()
  }
}

const rows = []
for (const entry of cases.filter(({ name }) => name === 'engine alone' || name.includes(options.only))) {
  rows.push(await run(entry))
  if (process.stderr.isTTY) process.stderr.write(`\r${rows.length} of ${cases.length} `)
}
const [alone] = rows
for (const row of rows) {
  row.ratio = row.middy === null ? null : row.middy / row.lamina
  row.own = { lamina: row.lamina - alone.lamina, middy: row.middy === null ? null : row.middy - alone.middy }
  row.slower = row.middy !== null && row.lamina > row.middy
}
const version = JSON.parse(readFileSync(`${rival}/node_modules/@middy/core/package.json`, 'utf8')).version
const number = (value) => (value === null ? '–' : Math.round(value).toLocaleString('en'))
const times = (ratio) => (ratio === null ? '' : ratio.toFixed(1))
const table = (heads, lines) => {
  const ruler = heads.map((_, i) => (i === 0 ? '---' : '---:'))
  for (const line of [heads, ruler, ...lines]) console.log(`| ${line.join(' | ')} |`)
}
if (options.json) {
  console.log(JSON.stringify({ middy: version, node: process.version, unit: 'ns of CPU per invocation', rows }, null, 2))
} else if (options.markdown) {
  const processors = cpus()
  const date = new Date().toISOString().slice(0, 10)
  console.log(`CPU ns of one invocation; Middy ${version} on Node.js ${process.version}; ${processors.length} cores of ${processors[0].model}; ${date}.\n`)
  table(['chain', 'Lamina', 'Middy', 'Middy / Lamina'],
    rows.map(({ name, lamina, middy, ratio }) => [name, number(lamina), number(middy), times(ratio)]))
} else {
  console.log(`CPU ns per invocation; Middy ${version}, Node.js ${process.version}. "own": without the engine's part.\n`)
  table(['chain', 'Lamina', 'Middy', 'times', 'own: Lamina', 'own: Middy', ''],
    rows.map(({ name, lamina, middy, ratio, own, slower }) =>
      [name, number(lamina), number(middy), times(ratio), number(own.lamina), number(own.middy), slower ? 'SLOWER' : '']))
}
process.exit(differing ? 1 : 0)
