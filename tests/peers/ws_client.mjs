// The gateway's WebSocket API as npm's ws sees it: a client by others, with its own idea of the protocol.
import {randomBytes} from 'node:crypto';
import {assert, check, event, finish} from './checks.mjs';
import {Gateway, startPeerService, whoami} from './gateway.mjs';

const {gateway, disconnects} = await startPeerService();
const kilobyte = 1024;

// Closed by the server with that code, and $disconnect says so.
async function isClosedWith(connection, code) {
  const [seen, reason] = await event(connection, 'close');
  assert.equal(seen, code, reason.toString());
}

await check('opens at the stage, with and without a slash at the end, and takes no extension', async () => {
  for (const query of ['', '/', '?a=b', '/?a=b']) {
    const connection = await gateway.connect({query, perMessageDeflate: true});
    assert.equal(connection.extensions, '');
    connection.send('hello');
    assert.equal(await connection.next(), 'hello');
    connection.close();
  }
});

await check('tells each connection apart', async () => {
  const connections = await Promise.all(Array.from({length: 20}, () => gateway.connect()));
  const ids = await Promise.all(connections.map(async (one) => (await whoami(one)).connectionId));
  assert.equal(new Set(ids).size, 20);
  for (const id of ids) assert.match(id, /^[\w-]{15}=$/);
  connections.forEach((one) => one.close());
});

await check('puts fragments together, control frames in between', async () => {
  const connection = await gateway.connect();
  connection.send('one ', {fin: false});
  connection.ping('between');
  connection.send('two ', {fin: false});
  connection.send('', {fin: false});
  connection.send('three', {fin: true});
  const [[payload], text] = await Promise.all([event(connection, 'pong'), connection.next()]);
  assert.equal(payload.toString(), 'between');
  assert.equal(text, 'one two three');
  connection.close();
});

await check('answers pings with what they carry, up to 125 bytes', async () => {
  const connection = await gateway.connect();
  for (const payload of [Buffer.alloc(0), Buffer.from('x'), randomBytes(125)]) {
    connection.ping(payload);
    assert.deepEqual((await event(connection, 'pong'))[0], payload);
  }
  connection.pong('not asked for');
  connection.send('still there');
  assert.equal(await connection.next(), 'still there');
  connection.close();
});

await check('carries text of every kind of character', async () => {
  const connection = await gateway.connect();
  connection.send('');  // a message, but an empty answer is none
  for (const text of ['äöü €', '👋🏽 𝄞', '\u0000\u001f"\\/\u2028', '{"action": 5}', 'x'.repeat(125), 'x'.repeat(126)]) {
    connection.send(text);
    assert.equal(await connection.next(), text);
  }
  connection.close();
});

await check('carries a frame of 32 KB and a message of 128 KB, and closes with 1009 beyond', async () => {
  const connection = await gateway.connect();
  const frame = 'f'.repeat(32 * kilobyte);
  connection.send(frame);
  assert.equal(await connection.next(), frame);
  for (const fin of [false, false, false, true]) connection.send(frame, {fin});
  assert.equal(await connection.next(), frame.repeat(4));
  for (let i = 0; i < 4; ++i) connection.send(frame, {fin: false});
  connection.send('x', {fin: true});
  await isClosedWith(connection, 1009);

  const other = await gateway.connect();
  other.send(frame + 'x');
  await isClosedWith(other, 1009);
});

await check('closes with 1003 for a binary message', async () => {
  const connection = await gateway.connect();
  connection.send(Buffer.from('binary'));
  await isClosedWith(connection, 1003);
});

await check('closes with 1007 for text that is not UTF-8, with 1002 for what is no frame', async () => {
  const broken = await gateway.connect();
  broken.send(Buffer.from([0x68, 0xff]), {binary: false});
  await isClosedWith(broken, 1007);
  for (const bytes of [[0x83, 0x80, 0, 0, 0, 0], [0x81, 0x01, 0x78], [0xc1, 0x80, 0, 0, 0, 0], [0x80, 0x80, 0, 0, 0, 0]]) {
    const connection = await gateway.connect();
    connection._socket.write(Buffer.from(bytes));  // an unknown opcode; no mask; a reserved bit; a fragment of nothing
    await isClosedWith(connection, 1002);
  }
});

await check('gives close codes back, and tells $disconnect', async () => {
  for (const [code, reason] of [[1000, ''], [1001, 'away'], [4000, 'bye bye'], [4999, 'ö'.repeat(61)]]) {
    const connection = await gateway.connect();
    const {connectionId} = await whoami(connection);
    connection.close(code, reason);
    await isClosedWith(connection, code);
    const told = await disconnects.find(({id}) => id === connectionId);
    assert.deepEqual({code: told.code, reason: told.reason}, {code, reason});
  }
  const connection = await gateway.connect();
  const {connectionId} = await whoami(connection);
  connection.close();
  await isClosedWith(connection, 1005);
  assert.equal((await disconnects.find(({id}) => id === connectionId)).code, 1005);
});

await check('tells $disconnect of a connection that was lost without a word', async () => {
  const connection = await gateway.connect();
  const {connectionId} = await whoami(connection);
  connection.terminate();
  assert.equal((await disconnects.find(({id}) => id === connectionId)).code, 1006);
});

await check('gives the subprotocol that the function takes, and none if it takes none', async () => {
  const connection = await gateway.connect({protocols: ['bearer', 'e30.e30.c2ln']});
  assert.equal(connection.protocol, 'bearer');
  connection.close();
  await assert.rejects(gateway.connect({protocols: ['bearer'], query: '?protocol=none'}), /no subprotocol/);
});

await check('refuses with what the function answers, or 502 when it fails', async () => {
  for (const status of [401, 403, 418, 500]) assert.equal((await gateway.refusal({path: `?answer=${status}`})).status, status);
  assert.equal((await gateway.refusal({path: '?answer=fails'})).status, 502);
});

await check('refuses another version of the protocol, and another path', async () => {
  const {status, headers} = await gateway.refusal({protocolVersion: 8});
  assert.equal(status, 426);
  assert.equal(headers['sec-websocket-version'], '13');
  assert.equal((await gateway.refusal({path: '/nothing/here'})).status, 403);
});

await check('answers 426 to a request that is not for a WebSocket', async () => {
  assert.equal((await fetch(gateway.http)).status, 426);
});

await check('says Internal server error for a function that fails, and the connection stays', async () => {
  const connection = await gateway.connect();
  const {connectionId} = await whoami(connection);
  connection.send('{"action":"fails"}');
  const said = JSON.parse(await connection.next());
  assert.equal(said.message, 'Internal server error');
  assert.equal(said.connectionId, connectionId);
  connection.send('still there');
  assert.equal(await connection.next(), 'still there');
  connection.close();
});

await check('keeps fifty connections of twenty messages each apart', async () => {
  const connections = await Promise.all(Array.from({length: 50}, () => gateway.connect()));
  await Promise.all(connections.map(async (connection, at) => {
    const sent = Array.from({length: 20}, (_, message) => `${at}: ${message}`);
    sent.forEach((text) => connection.send(text));
    const got = [];
    while (got.length < sent.length) got.push(await connection.next());
    assert.deepEqual(got.sort(), sent.sort());
    connection.close();
  }));
});

// Beside a REST API, at the place that the arguments name.
const beside = (more, binary = false) => Gateway.start({more, text: `service: places
provider: {name: aws, runtime: provided.al2023, stage: dev}
custom: {lamina: {websocket: {binaryMessages: ${binary}}}}
functions:
  rest: {handler: main.hello, events: [{http: GET hello}]}
  echo: {handler: main.echo, events: [{websocket: {route: $default, routeResponseSelectionExpression: $default}}]}
`});

await check('is beside the REST API, at a path, a port or a host of its own', async () => {
  for (const more of [[], ['--websocket-path', '/live'], ['--websocket-port', '0'], ['--websocket-host', 'live.example']]) {
    const one = await beside(more);
    assert.equal(one.socket.endsWith('/live'), more.includes('/live'), one.socket);
    assert.equal(new URL(one.socket).port !== String(one.port), more.includes('--websocket-port'), one.socket);
    const host = new URL(one.socket).hostname;
    one.socket = one.socket.replace(host, '127.0.0.1');  // nobody resolves the name; the header says it
    const connection = await one.connect({headers: {Host: host}});
    connection.send('hello');
    assert.equal(await connection.next(), 'hello');
    connection.close();
    assert.equal(await (await fetch(`${one.http}/hello`)).text(), 'hello');
    assert.equal(await one.stop(), 0);
  }
});

await check('hands binary messages to functions as base64 where the service asks for it', async () => {
  const one = await beside([], true);
  const connection = await one.connect();
  const bytes = randomBytes(3000);
  connection.send(bytes);
  assert.equal(await connection.next(), bytes.toString('base64'));
  connection.close();
  one.end();
});

await check('ends with SIGTERM: every client is told, and so is $disconnect', async () => {
  const connections = await Promise.all(Array.from({length: 5}, () => gateway.connect()));
  const ids = await Promise.all(connections.map(async (one) => (await whoami(one)).connectionId));
  const closed = connections.map((one) => isClosedWith(one, 1001));
  assert.equal(await gateway.stop(), 0, gateway.output);
  await Promise.all(closed);
  for (const id of ids) assert.equal((await disconnects.find((line) => line.id === id)).code, 1001);
});

finish();
