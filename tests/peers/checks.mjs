// What a program of checks prints and how it ends: a line for each check, then "N passed, N failed".
import assert from 'node:assert/strict';
import {EventEmitter, once} from 'node:events';

const patience = 60_000;  // a busy machine is slow, a hanging one is wrong
let passed = 0, failed = 0;

export async function check(name, work) {
  let alarm;
  const late = new Promise((_, refuse) => { alarm = setTimeout(() => refuse(new Error('takes too long')), patience); });
  try {
    await Promise.race([work(), late]);
    passed++;
    console.log(`ok      ${name}`);
  } catch (failure) {
    failed++;
    console.log(`FAILED  ${name}\n        ${String(failure.stack ?? failure).replaceAll('\n', '\n        ')}`);
  } finally {
    clearTimeout(alarm);
  }
}

export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed || !passed ? 1 : 0);
}

// The event's arguments, in time.
export const event = (from, name) => once(from, name, {signal: AbortSignal.timeout(patience)});

// What comes one by one and is waited for one by one: messages of a connection, lines of a program.
export class Queue extends EventEmitter {
  #waiting = [];
  put(item) {
    this.#waiting.push(item);
    this.emit('item');
  }
  async next() {
    while (!this.#waiting.length) await event(this, 'item');
    return this.#waiting.shift();
  }
  get length() { return this.#waiting.length; }
}

export {assert};
