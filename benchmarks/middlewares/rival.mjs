// Middy's side of benchmarks/middlewares/compare: `node rival.mjs CASES NAME`, copied to where its node_modules are. Asked
// on standard input: "check" answers with what the chain does as JSON, a number with the CPU ns of one invocation, measured
// for that many ms. Answers go to descriptor 3; standard output is the middlewares' own.
import { readFileSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import middy from '@middy/core'
import { createError } from '@middy/util'

const { events, cases } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const entry = cases.find(({ name }) => name === process.argv[3])
const text = JSON.stringify({ ...events[entry.event], ...entry.with })
const answerText = JSON.stringify(entry.response)
let seen

// What the handler of the next invocation answers with: made with the event, for what is measured is the chain.
let prepared
const answer = () => prepared
const handlers = {
  plain: () => (event) => {
    seen = event
    if (entry.throw) throw createError(entry.throw.status, entry.throw.message)
    return answer()
  },
  later: () => async (event) => {
    seen = event
    return answer()
  },
  payment: () => (event) => {
    seen = event
    return { statusCode: 200, body: JSON.stringify({ result: 'success', amount: event.body.amount }) }
  },
  metrics: () => (event, context) => {
    seen = event
    context.metrics.putMetric('latency', 12.5, 'Milliseconds')
    context.metrics.putMetric('calls', 1)
    return answer()
  },
  batch: async () => {
    const { default: batch } = await import('@middy/event-batch-handler')
    return batch((record) => record.messageId)
  },
  'http-router': async () => {
    const { default: router } = await import('@middy/http-router')
    const routes = Array.from({ length: 19 }, (_, i) => ({ method: 'GET', path: `/things${i}/{id}`, handler: handlers.plain() }))
    return router([...routes, { method: 'POST', path: '/users/{id}', handler: handlers.plain() }])
  },
  'ws-router': async () => {
    const { default: router } = await import('@middy/ws-router')
    return router(['$connect', '$disconnect', 'send'].map((routeKey) => ({ routeKey, handler: handlers.plain() })))
  },
  'cloudformation-router': async () => {
    const { default: router } = await import('@middy/cloudformation-router')
    return router(['Create', 'Update', 'Delete'].map((requestType) => ({ requestType, handler: handlers.plain() })))
  }
}
// What is a function in JavaScript and so cannot be in the file.
const functions = {
  validator: async ({ eventSchema }) => {
    const { transpileSchema } = await import('@middy/validator/transpile')
    return { eventSchema: transpileSchema(eventSchema) }
  },
  'event-batch-parser': async () => {
    const { parseJson } = await import('@middy/event-batch-parser/parseJson').catch(() => ({}))
    return { body: parseJson ? parseJson() : (payload) => JSON.parse(payload) }
  },
  'http-response-serializer': async (options) => ({
    ...options,
    serializers: [{ regex: /^application\/json$/, serializer: ({ body }) => JSON.stringify(body) }]
  })
}
const make = async ({ name, options }) => {
  if (name === 'empty') return { before: () => {}, after: () => {}, onError: () => {} }
  const { default: middleware } = await import(`@middy/${name}`)
  return middleware(functions[name] ? await functions[name](options ?? {}) : options)
}
const chain = middy(await handlers[entry.handler ?? 'plain'](), entry.internal ? { internal: entry.internal } : undefined)
for (const one of entry.middlewares ?? []) chain.use(await make(one))

const makeContext = () => ({ awsRequestId: 'id', logStreamName: 'stream', getRemainingTimeInMillis: () => 29000 })
const check = async () => {
  const event = JSON.parse(text)
  const context = makeContext()
  prepared = JSON.parse(answerText)
  const response = await chain(event, context).catch(({ message }) => ({ error: message }))
  delete context.metrics
  return JSON.stringify({ response, event: seen, context })
}
const invocations = 64
const measure = async (ms) => {
  const end = performance.now() + ms
  let count = 0
  let spent = 0
  do {
    const batch = Array.from({ length: invocations }, () => [JSON.parse(text), makeContext(), JSON.parse(answerText)])
    const start = process.cpuUsage()
    for (const [event, context, made] of batch) {
      prepared = made
      try {
        await chain(event, context)
      } catch {}
    }
    const { user, system } = process.cpuUsage(start)
    spent += user + system
    count += invocations
  } while (performance.now() < end)
  return ((spent * 1000) / count).toFixed(1)
}
for await (const asked of createInterface({ input: process.stdin })) {
  writeSync(3, `${asked === 'check' ? await check() : await measure(Number(asked))}\n`)
}
