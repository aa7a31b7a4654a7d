// The Lambda Invoke API as the AWS SDK uses it.
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {assert, check, finish} from './checks.mjs';
import {Gateway, Lines} from './gateway.mjs';
import {peer} from './peers.mjs';

const {InvokeAsyncCommand, InvokeCommand, LambdaClient} = peer('@aws-sdk/client-lambda');
const folder = mkdtempSync(join(tmpdir(), 'lamina_peers_'));
process.on('exit', () => rmSync(folder, {recursive: true, force: true}));
const notes = new Lines(join(folder, 'notes'));
const text = `service: peers
provider:
  name: aws
  runtime: provided.al2023
  timeout: 1
  environment: {NOTES: ${notes.file}}
functions:
  echoes: {handler: main.echoes}
  throws: {handler: main.throws}
  sleeps: {handler: main.sleeps}
  calls: {handler: main.address}
  notes: {handler: main.notes, maximumRetryAttempts: 0, destinations: {onSuccess: records, onFailure: records}}
  records: {handler: main.notes}
  full: {handler: main.echoes, reservedConcurrency: 0}
`;
const gateway = await Gateway.start({text, more: ['--state-dir', join(folder, 'state')]});
const endpoint = `http://127.0.0.1:${gateway.port}`;
const keys = {accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'};
const client = (more = {}) => new LambdaClient({region: 'us-east-1', credentials: keys, maxAttempts: 1, endpoint, ...more});
const lambda = client();
const invoke = (FunctionName, event, more = {}, by = lambda) =>
  by.send(new InvokeCommand({FunctionName, ...(event === undefined ? {} : {Payload: JSON.stringify(event)}), ...more}));
const payload = (answer) => JSON.parse(new TextDecoder().decode(answer.Payload));
const fails = (call, name, status) => assert.rejects(call, (failure) => {
  assert.equal(failure.name, name);
  assert.equal(failure.$metadata.httpStatusCode, status);
  return true;
});

await check('RequestResponse brings the result', async () => {
  for (const event of [{a: [1, 'ä']}, 'text', 7, null, []]) {
    const answer = await invoke('peers-dev-echoes', event);
    assert.equal(answer.StatusCode, 200);
    assert.equal(answer.ExecutedVersion, '$LATEST');
    assert.equal(answer.FunctionError, undefined);
    assert.deepEqual(payload(answer).event, event);
  }
  assert.deepEqual(payload(await invoke('echoes')).event, {});
});

await check('a function is found by key, name, ARN and partial ARN', async () => {
  for (const name of ['echoes', 'peers-dev-echoes', 'peers-dev-echoes:$LATEST', '000000000000:function:peers-dev-echoes',
    'arn:aws:lambda:us-east-1:000000000000:function:peers-dev-echoes'])
    assert.equal((await invoke(name, 1)).StatusCode, 200, name);
  assert.equal((await invoke('echoes', 1, {Qualifier: '$LATEST'})).StatusCode, 200);
});

await check('the client context reaches the function', async () => {
  const ClientContext = Buffer.from(JSON.stringify({custom: {tenant: 'a'}})).toString('base64');
  assert.deepEqual(payload(await invoke('echoes', 1, {ClientContext})).custom, {tenant: 'a'});
});

await check('errors of a function are results', async () => {
  let answer = await invoke('throws', 1);
  assert.equal(answer.StatusCode, 200);
  assert.equal(answer.FunctionError, 'Unhandled');
  assert.equal(payload(answer).errorMessage, 'as asked');
  answer = await invoke('sleeps', 1);
  assert.equal(answer.FunctionError, 'Unhandled');
  assert.equal(payload(answer).errorType, 'Sandbox.Timedout');
  assert.match(payload(answer).errorMessage, /^RequestId: [-0-9a-f]{36} Error: Task timed out after 1\.00 seconds$/);
});

await check('LogType Tail brings the end of the log', async () => {
  const {LogResult, $metadata} = await invoke('throws', 1, {LogType: 'Tail'});
  const log = Buffer.from(LogResult, 'base64').toString();
  const id = $metadata.requestId;
  assert.ok(log.startsWith(`START RequestId: ${id} Version: $LATEST\n`), log);
  assert.match(log, /about to throw\n[^]*END RequestId: [-0-9a-f]{36}\nREPORT RequestId: [-0-9a-f]{36}\tDuration: [0-9.]+ ms\t/);
  assert.equal((await invoke('echoes', 1)).LogResult, undefined);
});

await check('Event is accepted at once, delivered, and its destination told', async () => {
  const answer = await invoke('notes', {n: 1}, {InvocationType: 'Event'});
  assert.equal(answer.StatusCode, 202);
  assert.equal(answer.ExecutedVersion, undefined);
  assert.equal(answer.Payload?.length ?? 0, 0);
  const record = await notes.find((line) => line.requestContext?.condition === 'Success');
  assert.deepEqual(record.requestPayload, {n: 1});
  assert.equal(record.requestContext.requestId, answer.$metadata.requestId);
  assert.equal(record.requestContext.functionArn, 'arn:aws:lambda:us-east-1:000000000000:function:peers-dev-notes:$LATEST');
  await invoke('notes', {n: 2, fail: true}, {InvocationType: 'Event'});
  const failure = await notes.find((line) => line.requestContext?.condition === 'RetriesExhausted');
  assert.equal(failure.responseContext.functionError, 'Unhandled');
  assert.equal(failure.responsePayload.errorMessage, 'as asked');
});

await check('InvokeAsync does what the type Event does', async () => {
  const sent = await lambda.send(new InvokeAsyncCommand({FunctionName: 'peers-dev-records', InvokeArgs: '{"older":true}'}));
  assert.equal(sent.Status, 202);
  await notes.find((line) => line.older);
  const wrong = lambda.send(new InvokeAsyncCommand({FunctionName: 'nobody', InvokeArgs: '{}'}));
  await fails(wrong, 'ResourceNotFoundException', 404);
});

await check('two hundred events at once all arrive', async () => {
  const all = Array.from({length: 200}, (_, n) => ({many: n}));
  const answers = await Promise.all(all.map((event) => invoke('records', event, {InvocationType: 'Event'})));
  assert.ok(answers.every(({StatusCode}) => StatusCode === 202));
  const arrived = () => readFileSync(notes.file, 'utf8').split('\n').filter((line) => line.includes('"many"'));
  await notes.find(() => arrived().length >= 200);
  assert.equal(new Set(arrived()).size, 200);
});

await check('DryRun invokes nothing', async () => {
  assert.equal((await invoke('notes', {dry: true}, {InvocationType: 'DryRun'})).StatusCode, 204);
  assert.ok(!readFileSync(notes.file, 'utf8').includes('dry'));
});

await check('errors have their names', async () => {
  await fails(invoke('nobody', 1), 'ResourceNotFoundException', 404);
  await fails(invoke('echoes', 1, {Qualifier: 'live'}), 'ResourceNotFoundException', 404);
  await fails(invoke('full', 1), 'TooManyRequestsException', 429);
  await fails(lambda.send(new InvokeCommand({FunctionName: 'echoes', Payload: '{no json'})), 'InvalidRequestContentException', 400);
  await fails(invoke('echoes', 'x'.repeat(6 * 1024 * 1024)), 'RequestTooLargeException', 413);
  await fails(invoke('notes', 'x'.repeat(1024 * 1024), {InvocationType: 'Event'}), 'RequestTooLargeException', 413);
  await fails(invoke('echoes', 1, {ClientContext: 'no base64!'}), 'InvalidRequestContentException', 400);
});

await check('a result of six megabytes comes whole', async () => {
  const text = 'x'.repeat(5 * 1024 * 1024);
  assert.equal(payload(await invoke('echoes', text)).event, text);
});

await check('functions find the API where the SDK looks for it', async () => {
  const {address} = payload(await invoke('calls', 1));
  assert.equal(address, endpoint);
  process.env.AWS_ENDPOINT_URL_LAMBDA = address;
  const found = client({endpoint: undefined});
  assert.equal((await invoke('echoes', 1, {}, found)).StatusCode, 200);
  delete process.env.AWS_ENDPOINT_URL_LAMBDA;
});

await check('with --verify-signatures only the right keys are let in', async () => {
  const variables = {AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey};
  const strict = await Gateway.start({text, variables, more: ['--verify-signatures', '--lambda-port', '0']});
  const at = `http://127.0.0.1:${strict.port}`;
  const by = (credentials) => client({credentials, endpoint: at});
  assert.equal((await invoke('echoes', 1, {}, by(keys))).StatusCode, 200);
  await fails(invoke('echoes', 1, {}, by({...keys, secretAccessKey: 'guess'})), 'InvalidSignatureException', 403);
  await fails(invoke('echoes', 1, {}, by({...keys, accessKeyId: 'SOMEBODY'})), 'UnrecognizedClientException', 403);
  const bare = await fetch(`${at}/2015-03-31/functions/echoes/invocations`, {method: 'POST', body: '1'});
  assert.equal(bare.status, 403);
  assert.equal(bare.headers.get('x-amzn-errortype'), 'MissingAuthenticationTokenException');
  assert.equal(await strict.stop(), 0, strict.output);
});

await check('and the gateway ends well', async () => assert.equal(await gateway.stop(), 0, gateway.output));

finish();
