import assert from 'node:assert/strict';
import test from 'node:test';

import {start} from './testing.mjs';

const talking = `exports.handler = async () => {
  console.log('one %d', 1, {two: 2});
  console.debug('quiet');
  console.error(new RangeError('bad'));
  console.warn({a: 1});
}`;

test('text lines have time, request and level', async t => {
  const one = await start(t, talking);
  await one.result({});
  const lines = await one.printed(/a: 1/);
  assert.match(lines[0], /^\d{4}-\d\d-\d\dT[\d:.]+Z\trequest-1\tINFO\tone 1 \{ two: 2 \}$/);
  assert.match(lines[1], /\tDEBUG\tquiet$/);
  assert.match(lines[2], /\tERROR\tRangeError: bad\r +at /);
});

test('JSON lines, from a level on', async t => {
  const one = await start(t, talking, 'index.handler', {AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'info'});
  await one.result({});
  const lines = (await one.printed(/"a":1/)).filter(Boolean).map(line => JSON.parse(line));
  assert.deepEqual(lines.map(line => line.level), ['INFO', 'ERROR', 'WARN']);
  assert.equal(lines[0].message, 'one 1 { two: 2 }');
  assert.equal(lines[0].requestId, 'request-1');
  assert.equal(lines[1].message.errorType, 'RangeError');
  assert.deepEqual(lines[2].message, {a: 1});
});
