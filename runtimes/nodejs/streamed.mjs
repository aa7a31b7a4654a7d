// One invocation of a handler that was given to awslambda.streamifyResponse: it writes its answer into a stream.
import {Writable} from 'node:stream';

import {describe} from './context.mjs';
import {errorDocument, runtimeErrors} from './errors.mjs';
import {whenIdle} from './idle.mjs';
import {logError} from './log.mjs';

const isStreaming = Symbol.for('aws.lambda.runtime.handler.streaming');
const highWaterMarkOf = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');
const metadataType = 'application/vnd.awslambda.http-integration-response';
const metadataEnd = new Uint8Array(8);

// The stream a handler gets. The head of the response goes out with the first bytes, or at the end: until then its
// content type can be set.
class ResponseStream extends Writable {
  #api;
  #id;
  #contentType = 'application/octet-stream';
  #isOpen = false;
  #failure;

  constructor(api, id, highWaterMark) {
    super({highWaterMark, decodeStrings: true});
    this.#api = api;
    this.#id = id;
  }

  setContentType(type) {
    if (this.#isOpen || this.writableLength > 0)
      throw new runtimeErrors.InvalidStreamingOperation('Cannot set content-type, too late.');
    this.#contentType = type;
  }

  // Anything that is neither text nor bytes is written as JSON.
  write(chunk, ...others) {
    const isPlain = typeof chunk === 'string' || chunk instanceof Uint8Array;
    if (!this.#isOpen && this.writableLength === 0) this.#beforeFirstWrite();
    return super.write(isPlain ? chunk : JSON.stringify(chunk), ...others);
  }

  // Ends it with an error, of which the caller hears in the trailers; not if it has been ended already.
  fail(error, done) {
    if (this.writableFinished) return done();
    this.once('finish', done);
    if (this.writableEnded) return;
    this.#failure = errorDocument(error);
    this.end();
  }

  // The same at once, whatever is still to be written.
  abort(document) {
    if (this.#isOpen && !this.writableFinished) this.#api.closeStream(document, () => {});
    else if (!this.#isOpen) this.#api.fail(this.#id, document);
  }

  _write(chunk, _encoding, written) {
    this.#open();
    this.#api.writeChunk(chunk, written);
  }

  _final(written) {
    this.#open();
    this.#api.closeStream(this.#failure, written);
  }

  #beforeFirstWrite() {
    const call = this._onBeforeFirstWrite;
    this._onBeforeFirstWrite = undefined;
    call?.(chunk => super.write(chunk));
  }

  #open() {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#api.openStream(this.#id, this.#contentType);
  }
}

class HttpResponseStream {
  // Says status, headers and cookies of the response that follows. They go before the first write(); a stream that is
  // only ended has none, as on AWS.
  static from(stream, prelude) {
    stream.setContentType(metadataType);
    stream._onBeforeFirstWrite = write => {
      write(JSON.stringify(prelude));
      write(metadataEnd);
    };
    return stream;
  }
}

// The global that handlers use.
export const awslambda = {
  streamifyResponse(handler, options) {
    handler[isStreaming] = 'response';
    if (typeof options?.highWaterMark === 'number') handler[highWaterMarkOf] = Math.trunc(options.highWaterMark);
    return handler;
  },
  HttpResponseStream,
};

export function streams(handler) {
  const mode = handler[isStreaming];
  if (mode === undefined || mode === null || mode === false) return false;
  if (mode !== 'response')
    throw new runtimeErrors.MalformedStreamingHandler('Only response streaming is supported.');
  return true;
}

// Resolves when the stream has come to its end. `invocation.abort(document)` as for invokeBuffered.
export function invokeStreamed(api, handler, invocation) {
  const {id, headers, body} = invocation;
  return new Promise(resolve => {
    const stream = new ResponseStream(api, id, handler[highWaterMarkOf]);
    invocation.abort = document => stream.abort(document);
    const finish = () => {
      whenIdle(null);
      resolve();
    };
    const fail = error => {
      logError('Invoke Error', error);
      stream.fail(error, finish);
    };
    stream.on('error', fail);
    const wait = () => {
      if (stream.writableFinished) return finish();
      stream.once('finish', finish);
      whenIdle(() => fail('Response stream is not finished.'));
    };
    whenIdle(() => fail('Response stream is not finished.'));
    try {
      const context = describe({callbackWaitsForEmptyEventLoop: true}, headers);
      const result = handler(JSON.parse(body), stream, context);
      if (typeof result?.then !== 'function') return fail('Streaming does not support non-async handlers.');
      result.then(value => {
        if (value !== undefined) console.warn('Streaming handlers ignore return values.');
        wait();
      }, fail);
    } catch (error) {
      fail(error);
    }
  });
}
