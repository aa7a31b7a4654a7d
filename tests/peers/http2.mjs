// HTTP/2 and TLS as Node's own clients speak them, and npm's ws over TLS.
import {readFileSync} from 'node:fs';
import http2 from 'node:http2';
import https from 'node:https';
import {join} from 'node:path';
import {assert, check, event, finish} from './checks.mjs';
import {Gateway} from './gateway.mjs';

const text = `service: peers
provider: {name: aws, runtime: provided.al2023, stage: dev, timeout: 20}
functions:
  hello: {handler: main.hello, events: [{http: GET hello}]}
  echo:
    handler: main.echo
    events:
      - http: POST echo
      - websocket: {route: $default, routeResponseSelectionExpression: $default}
`;
const gateway = await Gateway.start({text, more: ['--tls', '--threads', '2']});
const plain = await Gateway.start({text});
const ca = readFileSync(join(gateway.folder, '.lamina/tls/certificate.pem'));
const origin = `https://localhost:${gateway.port}`;

async function connect(url = origin, options = {ca}) {
  const session = http2.connect(url, options);
  session.on('error', () => {});
  await event(session, 'connect');
  return session;
}

// Status, headers and body of one request on a session.
async function ask(session, headers, body) {
  const stream = session.request(headers);
  stream.setEncoding('utf8').end(body);
  const [answer] = await event(stream, 'response');
  let got = '';
  for await (const piece of stream) got += piece;
  return {status: answer[':status'], headers: answer, body: got};
}

await check('h2 is agreed on over TLS, and requests are answered', async () => {
  const session = await connect();
  assert.equal(session.alpnProtocol, 'h2');
  const {status, headers, body} = await ask(session, {':path': '/dev/hello'});
  assert.equal(status, 200);
  assert.equal(body, 'hello');
  assert.equal(headers['content-length'], '5');
  assert.equal(headers.connection, undefined);
  session.close();
  await event(session, 'close');
});

await check('hundreds of streams share one connection', async () => {
  const session = await connect();
  const all = await Promise.all(Array.from({length: 300}, (_, i) =>
    ask(session, {':path': '/dev/echo', ':method': 'POST', 'content-type': 'text/plain'}, `body ${i}`)));
  all.forEach(({status, body}, i) => assert.deepEqual([status, body], [200, `body ${i}`]));
  session.close();
});

await check('a body of 4 MB goes there and back', async () => {
  const session = await connect();
  const body = 'x'.repeat(4_000_000);
  const back = await ask(session, {':path': '/dev/echo', ':method': 'POST', 'content-type': 'text/plain'}, body);
  assert.equal(back.status, 200);
  assert.ok(back.body === body, `${back.body.length} bytes came back`);
  session.close();
});

await check('what is not there is answered as by HTTP/1', async () => {
  const session = await connect();
  assert.equal((await ask(session, {':path': '/dev/nothing'})).status, 403);
  const head = session.request({':path': '/dev/hello', ':method': 'HEAD'});
  const [answer] = await event(head, 'response');
  assert.equal(answer[':status'], 403);
  session.close();
});

await check('a stream that is cancelled leaves the others alone', async () => {
  const session = await connect();
  for (let i = 0; i < 50; ++i) {
    const stream = session.request({':path': '/dev/hello'});
    stream.on('error', () => {});
    stream.close(http2.constants.NGHTTP2_CANCEL);
  }
  assert.equal((await ask(session, {':path': '/dev/hello'})).body, 'hello');
  session.close();
});

await check('cleartext HTTP/2 works for clients that know of it', async () => {
  const session = await connect(`http://127.0.0.1:${plain.port}`, {});
  assert.equal((await ask(session, {':path': '/dev/hello'})).body, 'hello');
  session.close();
});

await check('HTTP/1.1 over TLS keeps its connection', async () => {
  const agent = new https.Agent({keepAlive: true, maxSockets: 1, ca});
  for (let i = 0; i < 3; ++i) {
    const request = https.get(`${origin}/dev/hello`, {agent});
    const [answer] = await event(request, 'response');
    let body = '';
    for await (const piece of answer.setEncoding('utf8')) body += piece;
    assert.equal(body, 'hello');
    assert.equal(request.reusedSocket, i > 0);
  }
  agent.destroy();
});

await check('a certificate that is not trusted is refused by the client', async () => {
  const session = http2.connect(origin);
  const [failure] = await event(session, 'error');
  assert.match(failure.code, /SELF_SIGNED|CERT/);
});

await check('WebSockets open over TLS', async () => {
  assert.match(gateway.socket, /^wss:/);
  const connection = await gateway.connect({ca});
  for (const said of ['hello', 'x'.repeat(30_000), 'äöü 👋']) {
    connection.send(said);
    assert.equal(await connection.next(), said);
  }
  connection.close(1000);
  assert.equal((await event(connection, 'close'))[0], 1000);
});

await check('SIGTERM says GOAWAY and answers what has come', async () => {
  const session = await connect();
  await ask(session, {':path': '/dev/hello'});
  const goaway = event(session, 'goaway');
  const closed = event(session, 'close');
  const stopped = gateway.stop();
  const [code] = await goaway;
  assert.equal(code, http2.constants.NGHTTP2_NO_ERROR);
  await closed;
  assert.equal(await stopped, 0);
});

finish();
