import assert from 'node:assert/strict';
import test from 'node:test';

import {start} from './testing.mjs';

const errorOf = answer => JSON.parse(answer.body);

test('a promise is the answer', async t => {
  const one = await start(t, 'exports.handler = async event => ({seen: event})');
  assert.deepEqual(await one.result({a: 'ä€'}), {seen: {a: 'ä€'}});
  assert.deepEqual(await one.result([1]), {seen: [1]});
});

test('nothing is null', async t => {
  const one = await start(t, 'exports.handler = async () => {}');
  assert.equal(await one.result({}), null);
});

test('a callback waits for what is still going on', async t => {
  const one = await start(t, `
    exports.handler = (event, context, callback) => {
      const state = {isLate: false};
      setTimeout(() => (state.isLate = true), 20);
      callback(null, state);
    }`);
  assert.deepEqual(await one.result({}), {isLate: true});
});

test('unless it is told not to', async t => {
  const one = await start(t, `
    exports.handler = (event, context, callback) => {
      context.callbackWaitsForEmptyEventLoop = false;
      setTimeout(() => {}, 3600000);
      callback(null, 'now');
    }`);
  assert.equal(await one.result({}), 'now');
  assert.equal(await one.result({}), 'now');
});

test('only the first call counts', async t => {
  const one = await start(t, `
    exports.handler = (event, context, callback) => {
      context.succeed(1);
      context.done(null, 2);
      callback(new Error('3'));
    }`);
  assert.equal(await one.result({}), 1);
  assert.equal(await one.result({}), 1);
});

test('a function that never calls back answers null when nothing is left to do', async t => {
  const one = await start(t, 'exports.handler = () => { setTimeout(() => {}, 5); }');
  assert.equal(await one.result({}), null);
  const never = await start(t, 'exports.handler = () => new Promise(() => {})');
  assert.equal(await never.result({}), null);
  assert.equal(await never.result({}), null);
});

test('an error has its type, message and trace', async t => {
  const one = await start(t, `exports.handler = async () => { throw new TypeError('so'); }`);
  const answer = await one.result({});
  assert.equal(answer.headers['lambda-runtime-function-error-type'], 'TypeError');
  const {trace, ...rest} = errorOf(answer);
  assert.deepEqual(rest, {errorType: 'TypeError', errorMessage: 'so'});
  assert.equal(trace[0], 'TypeError: so');
  await one.printed(/\trequest-1\tERROR\tInvoke Error \t\{"errorType":"TypeError","errorMessage":"so"/);
});

test('every way to fail', async t => {
  const one = await start(t, `
    const ways = {
      thrown: () => { throw new RangeError('a'); },
      called: (context, callback) => callback(new RangeError('a')),
      failed: context => context.fail(new RangeError('a')),
      done: context => context.done(new RangeError('a')),
    };
    exports.handler = (event, context, callback) => ways[event.way](context, callback);`);
  for (const way of ['thrown', 'called', 'failed', 'done'])
    assert.equal(errorOf(await one.result({way})).errorType, 'RangeError', way);
});

test('what is thrown need not be an error', async t => {
  const one = await start(t, `
    const all = ['text', 7, {a: 1}, Object.create(null)];
    exports.handler = async event => { throw all[event]; };`);
  assert.deepEqual(errorOf(await one.result(0)), {errorType: 'string', errorMessage: 'text', trace: []});
  assert.deepEqual(errorOf(await one.result(1)), {errorType: 'number', errorMessage: '7', trace: []});
  assert.equal(errorOf(await one.result(2)).errorMessage, '[object Object]');
  assert.equal(errorOf(await one.result(3)).errorType, 'handled');
});

test('an answer that is no JSON is an error', async t => {
  const one = await start(t, 'exports.handler = async () => { const a = {}; a.a = a; return a; }');
  assert.equal(errorOf(await one.result({})).errorMessage, 'Unable to stringify response body');
  assert.equal(errorOf(await one.result({})).errorMessage, 'Unable to stringify response body');
});

test('the context', async t => {
  const one = await start(t, `
    exports.handler = async (event, context) =>
      ({...context, left: context.getRemainingTimeInMillis(), trace: process.env._X_AMZN_TRACE_ID});`);
  const seen = await one.result({}, {
    'Lambda-Runtime-Client-Context': '{"custom":{"a":"b"}}',
    'Lambda-Runtime-Trace-Id': 'Root=1-2-3',
  });
  assert.equal(seen.awsRequestId, 'request-1');
  assert.equal(seen.functionName, 'tested');
  assert.equal(seen.memoryLimitInMB, '128');
  assert.equal(seen.invokedFunctionArn, 'arn:aws:lambda:eu-west-1:000000000000:function:tested');
  assert.deepEqual(seen.clientContext, {custom: {a: 'b'}});
  assert.equal(seen.callbackWaitsForEmptyEventLoop, true);
  assert.equal(seen.trace, 'Root=1-2-3');
  assert.ok(seen.left > 0 && seen.left <= 5000);
  assert.equal((await one.result({})).trace, undefined);
});

test('the environment is as ever, with the trace of the request', async t => {
  const one = await start(t, `
    exports.handler = async () => {
      process.env.MORE = 1;
      const child = require('node:child_process').execFileSync('/usr/bin/env').toString();
      const copy = {...process.env};
      return {
        seen: ['MORE', '_X_AMZN_TRACE_ID', 'MISSING'].map(name => [name in process.env, process.env[name], copy[name]]),
        inChild: /^_X_AMZN_TRACE_ID=(.*)$/m.exec(child)?.[1],
        named: Object.keys(process.env).includes('AWS_LAMBDA_FUNCTION_NAME'),
      };
    }`);
  assert.deepEqual(await one.result({}, {'Lambda-Runtime-Trace-Id': 'Root=1'}), {
    seen: [[true, '1', '1'], [true, 'Root=1', 'Root=1'], [false, null, null]],
    inChild: 'Root=1',
    named: true,
  });
});

test('large events and answers come whole', async t => {
  const one = await start(t, 'exports.handler = async event => event');
  const text = 'ä'.repeat(1 << 20);
  assert.equal(await one.result(text), text);
  assert.equal(await one.result('short'), 'short');
});

test('what nobody catches is told, and ends the process', async t => {
  const one = await start(t, `
    exports.handler = () => new Promise(() => { setImmediate(() => { throw new Error('loose'); }); });`);
  assert.equal(errorOf(await one.result({})).errorMessage, 'loose');
  assert.equal(await one.ended, 129);
});

test('so is a promise that nobody waits for', async t => {
  const one = await start(t, `
    exports.handler = () => { Promise.reject(new Error('alone')); return new Promise(resolve => setTimeout(resolve, 1000)); };`);
  const error = errorOf(await one.result({}));
  assert.equal(error.errorType, 'Runtime.UnhandledPromiseRejection');
  assert.equal(error.errorMessage, 'Error: alone');
  assert.equal(await one.ended, 128);
});

test('an error between invocations ends the process and fails none', async t => {
  const one = await start(t, `
    exports.handler = async () => { setTimeout(() => { throw new Error('afterwards'); }, 10); return 1; };`);
  assert.equal(await one.result({}), 1);
  assert.equal(await one.ended, 129);
});
