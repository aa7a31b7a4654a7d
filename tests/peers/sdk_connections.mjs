// The gateway's management API (@connections) as the AWS SDK uses it.
import {assert, check, event, finish} from './checks.mjs';
import {startPeerService, whoami} from './gateway.mjs';
import {peer} from './peers.mjs';

const {ApiGatewayManagementApiClient, DeleteConnectionCommand, GetConnectionCommand, PostToConnectionCommand} =
  peer('@aws-sdk/client-apigatewaymanagementapi');
const {gateway, disconnects} = await startPeerService();
const kilobyte = 1024;
const options = {region: 'us-east-1', credentials: {accessKeyId: 'any', secretAccessKey: 'any'}, maxAttempts: 1};
const api = new ApiGatewayManagementApiClient({...options, endpoint: gateway.http});
const post = (ConnectionId, Data) => api.send(new PostToConnectionCommand({ConnectionId, Data}));
const get = (ConnectionId) => api.send(new GetConnectionCommand({ConnectionId}));
const remove = (ConnectionId) => api.send(new DeleteConnectionCommand({ConnectionId}));

async function open() {
  const connection = await gateway.connect({headers: {'User-Agent': 'a peer'}});
  return {connection, id: (await whoami(connection)).connectionId};
}

const fails = (call, name, status) => assert.rejects(call, (failure) => {
  assert.equal(failure.name, name);
  assert.equal(failure.$metadata.httpStatusCode, status);
  return true;
});

await check('PostToConnection sends a text message', async () => {
  const {connection, id} = await open();
  for (const text of ['hello', '{"a":[1,2]}', 'äöü 👋', 'x'.repeat(40_000)]) {
    const {$metadata} = await post(id, text);
    assert.equal($metadata.httpStatusCode, 200);
    assert.equal(await connection.next(), text);
  }
  await post(id, new TextEncoder().encode('bytes'));
  assert.equal(await connection.next(), 'bytes');
  connection.close();
});

await check('PostToConnection takes 128 KB and refuses more with PayloadTooLargeException', async () => {
  const {connection, id} = await open();
  const text = 'x'.repeat(128 * kilobyte);
  await post(id, text);
  assert.equal(await connection.next(), text);
  await fails(post(id, text + 'x'), 'PayloadTooLargeException', 413);
  connection.close();
});

await check('GetConnection says who is connected since when', async () => {
  const before = Date.now();
  const {connection, id} = await open();
  const {ConnectedAt, Identity, LastActiveAt} = await get(id);
  assert.equal(Identity.SourceIp, '127.0.0.1');
  assert.equal(Identity.UserAgent, 'a peer');
  assert.ok(ConnectedAt instanceof Date && ConnectedAt >= before - 1000 && ConnectedAt <= Date.now() + 1000, String(ConnectedAt));
  assert.ok(LastActiveAt >= ConnectedAt, `${LastActiveAt} is before ${ConnectedAt}`);
  connection.close();
});

await check('DeleteConnection closes it; what comes after is GoneException', async () => {
  const {connection, id} = await open();
  const closed = event(connection, 'close');
  const {$metadata} = await remove(id);
  assert.equal($metadata.httpStatusCode, 204);
  await closed;
  await disconnects.find((line) => line.id === id);
  await fails(post(id, 'too late'), 'GoneException', 410);
  await fails(get(id), 'GoneException', 410);
  await fails(remove(id), 'GoneException', 410);
});

await check('a connection that its client closed is gone', async () => {
  const {connection, id} = await open();
  connection.close();
  await disconnects.find((line) => line.id === id);
  await fails(post(id, 'too late'), 'GoneException', 410);
});

await check('an id that never was is GoneException, one that cannot be BadRequestException', async () => {
  await fails(post('R1kmxc2VNjMCFIA=', 'x'), 'GoneException', 410);
  for (const id of ['x', 'not an id at all']) await fails(post(id, 'x'), 'BadRequestException', 400);
});

await check('the SDK finds the API by AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI, as functions are told it', async () => {
  const {connection, id} = await open();
  const {endpoint} = await whoami(connection);
  assert.equal(endpoint, gateway.http);
  process.env.AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI = endpoint;
  const found = new ApiGatewayManagementApiClient(options);
  await found.send(new PostToConnectionCommand({ConnectionId: id, Data: 'found'}));
  assert.equal(await connection.next(), 'found');
  connection.close();
});

await check('five hundred calls at once reach ten connections, each its own', async () => {
  const peers = await Promise.all(Array.from({length: 10}, open));
  await Promise.all(Array.from({length: 500}, (_, at) => post(peers[at % 10].id, `${at}`)));
  for (const [at, {connection}] of peers.entries()) {
    const got = [];
    while (got.length < 50) got.push(Number(await connection.next()));
    assert.deepEqual(got.sort((a, b) => a - b), Array.from({length: 50}, (_, turn) => turn * 10 + at));
    connection.close();
  }
});

await check('and the gateway ends well', async () => assert.equal(await gateway.stop(), 0, gateway.output));

finish();
