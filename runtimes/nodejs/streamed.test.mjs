import assert from 'node:assert/strict';
import test from 'node:test';

import {start} from './testing.mjs';

const streaming = body => `
  const {pipeline} = require('node:stream/promises');
  const {Readable} = require('node:stream');
  exports.handler = awslambda.streamifyResponse(async (event, stream, context) => { ${body} });`;
const trailer = 'lambda-runtime-function-error-type';

test('what is written arrives', async t => {
  const one = await start(t, streaming(`
    stream.setContentType('text/plain');
    stream.write('one ');
    stream.write(Buffer.from('two '));
    stream.write({three: 3});
    stream.end();`));
  for (let i = 0; i < 2; ++i) {
    const said = await one.invoke({});
    assert.equal(said.body, 'one two {"three":3}');
    assert.equal(said.headers['content-type'], 'text/plain');
    assert.equal(said.headers['lambda-runtime-function-response-mode'], 'streaming');
    assert.equal(said.trailers[trailer], undefined);
  }
});

test('nothing at all, and a lot', async t => {
  const one = await start(t, streaming(`
    if (event === 0) return stream.end();
    await pipeline(Readable.from(Array.from({length: event}, () => 'x'.repeat(65536))), stream);`));
  assert.equal((await one.invoke(0)).body, '');
  assert.equal((await one.invoke(64)).body.length, 64 * 65536);
});

test('a response has its metadata before eight zeros', async t => {
  const one = await start(t, streaming(`
    stream = awslambda.HttpResponseStream.from(stream, {statusCode: 201, headers: {a: 'b'}});
    stream.write('body');
    stream.end();`));
  const said = await one.invoke({});
  assert.equal(said.headers['content-type'], 'application/vnd.awslambda.http-integration-response');
  assert.equal(said.body, '{"statusCode":201,"headers":{"a":"b"}}' + '\0'.repeat(8) + 'body');
});

test('an error is told in the trailers', async t => {
  const one = await start(t, streaming(`stream.write('so far'); throw new RangeError('broken');`));
  const said = await one.invoke({});
  assert.equal(said.body, 'so far');
  assert.equal(said.trailers[trailer], 'RangeError');
  const document = JSON.parse(Buffer.from(said.trailers['lambda-runtime-function-error-body'], 'base64'));
  assert.equal(document.errorMessage, 'broken');
});

test('a stream that nobody ends is an error', async t => {
  const one = await start(t, streaming(`stream.write('and then')`));
  for (let i = 0; i < 2; ++i) {
    const said = await one.invoke({});
    assert.equal(JSON.parse(Buffer.from(said.trailers['lambda-runtime-function-error-body'], 'base64')).errorMessage,
        'Response stream is not finished.');
  }
});

test('a stream that is ended later is waited for', async t => {
  const one = await start(t, streaming(`setTimeout(() => stream.end('later'), 10)`));
  assert.equal((await one.invoke({})).body, 'later');
});

test('a handler that is not asynchronous cannot stream', async t => {
  const one = await start(t, `exports.handler = awslambda.streamifyResponse((event, stream) => { stream.end('x'); })`);
  assert.equal((await one.invoke({})).trailers[trailer] ?? 'none', 'none');
  await one.printed(/Streaming does not support non-async handlers/);
});

test('what nobody catches ends an open stream too', async t => {
  const one = await start(t, streaming(`
    stream.write('x');
    setTimeout(() => { throw new Error('loose'); }, 10);
    await new Promise(resolve => setTimeout(resolve, 5000));`));
  assert.equal((await one.invoke({})).trailers[trailer], 'Error');
  assert.equal(await one.ended, 129);
});
