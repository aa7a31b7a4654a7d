// Signature Version 4 between this project and others: aws4 and the AWS SDK sign, `lamina serve --verify-signatures`
// checks; each with a negative control.
import {request} from 'node:http';
import {assert, check, finish} from './checks.mjs';
import {startPeerService, whoami} from './gateway.mjs';
import {peer} from './peers.mjs';

const aws4 = peer('aws4');
const {ApiGatewayManagementApiClient, GetConnectionCommand, PostToConnectionCommand} =
  peer('@aws-sdk/client-apigatewaymanagementapi');
const keys = {accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'};
const variables = {AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey};
const {gateway} = await startPeerService({variables, more: ['--verify-signatures']});
const connection = await gateway.connect();
const id = (await whoami(connection)).connectionId;
const {host, pathname: stage} = new URL(gateway.http);

// Status, and the type of the error if it is one.
const send = ({body, ...options}) => new Promise((answered, failed) => {
  const call = request({...options, host: '127.0.0.1', port: gateway.port}, (answer) => {
    answer.resume().on('end', () => answered([answer.statusCode, answer.headers['x-amzn-errortype']]));
  });
  call.on('error', failed).end(body);
});
const signed = (options, {accessKeyId, secretAccessKey} = keys) =>
  aws4.sign({service: 'execute-api', region: 'us-east-1', host, headers: {Host: host}, ...options}, {accessKeyId, secretAccessKey});

await check('calls that aws4 has signed are taken', async () => {
  const path = `${stage}/@connections/${encodeURIComponent(id)}`;
  for (const one of [path, path.replace('@', '%40'), `${path}?b=2&a=%C3%A4&a=1`, path.replace('/@', '//@')]) {
    for (const body of ['hello', 'ä'.repeat(30_000)]) {
      assert.deepEqual(await send(signed({method: 'POST', path: one, body})), [200, undefined], one);
      assert.equal(await connection.next(), body);
    }
  }
  assert.deepEqual(await send(signed({method: 'GET', path})), [200, undefined]);
  const headers = {Host: host, 'X-Spaces': '  a   b ', 'x-amz-meta-b': '2', 'X-Amz-Meta-A': '1'};
  assert.deepEqual(await send(signed({method: 'GET', path, headers})), [200, undefined]);
});

await check('what was changed after aws4 signed it is refused', async () => {
  const path = `${stage}/@connections/${encodeURIComponent(id)}`;
  const good = signed({method: 'POST', path, body: 'hello'});
  const refused = [403, 'InvalidSignatureException'];
  assert.deepEqual(await send({...good, body: 'jello'}), refused);
  assert.deepEqual(await send({...good, path: path + '?a=b'}), refused);
  assert.deepEqual(await send({...good, method: 'DELETE'}), refused);
  assert.deepEqual(await send(signed({method: 'POST', path, body: 'x'}, {...keys, secretAccessKey: 'guess'})), refused);
  assert.deepEqual(await send(signed({method: 'POST', path, body: 'x', region: 'eu-west-1'})), refused);
  assert.deepEqual(await send(signed({method: 'POST', path, body: 'x', headers: {Host: host, 'X-Amz-Date': '20150830T123600Z'}})), refused);
  assert.deepEqual(await send({method: 'POST', path, body: 'x'}), [403, 'MissingAuthenticationTokenException']);
});

const sdk = (credentials) => new ApiGatewayManagementApiClient({
  region: 'us-east-1', maxAttempts: 1, endpoint: gateway.http, credentials});

await check('the SDK is let in with the right keys only', async () => {
  await sdk(keys).send(new PostToConnectionCommand({ConnectionId: id, Data: 'from the SDK'}));
  assert.equal(await connection.next(), 'from the SDK');
  await sdk(keys).send(new GetConnectionCommand({ConnectionId: id}));
  const refused = (credentials, name) => assert.rejects(
    sdk(credentials).send(new GetConnectionCommand({ConnectionId: id})), (failure) => {
      assert.equal(failure.name, name);
      assert.equal(failure.$metadata.httpStatusCode, 403);
      return true;
    });
  await refused({...keys, secretAccessKey: 'guess'}, 'InvalidSignatureException');
  await refused({...keys, accessKeyId: 'SOMEBODY'}, 'UnrecognizedClientException');
  await refused({...keys, sessionToken: 'token'}, 'UnrecognizedClientException');
});

finish();
