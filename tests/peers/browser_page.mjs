// The user store's page in a real browser: Debian's headless Chromium against the real gateway and program.
import {existsSync, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {assert, check, finish} from './checks.mjs';
import {Gateway, needed} from './gateway.mjs';
import {peer} from './peers.mjs';

const {chromium} = peer('playwright-core');
const screenshots = needed('SCREENSHOTS');
mkdirSync(screenshots, {recursive: true});
const executablePath = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync);
if (!executablePath) throw new Error('no browser: tools/install_packages test installs Debian\'s chromium-headless-shell');

const store = (port, file) => Gateway.start({
  port, file: needed('USER_STORE_SERVICE'), artifacts: needed('USER_STORE'), variables: {LAMINA_STORE: file, DEBUG: ''},
});
let gateway = await store(0);
const data = join(gateway.folder, 'kept.db');
await gateway.stop();
gateway = await store(gateway.port, data);

const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
         '--disable-component-update', '--disable-sync'],
});
const complaints = [];  // of the browser: broken scripts, what the page's policy forbids

// A window of its own: another session, as on another machine.
async function openWindow(options = {}) {
  const context = await browser.newContext({viewport: {width: 1200, height: 860}, ...options});
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  page.on('pageerror', (failure) => complaints.push(failure.message));
  page.on('console', (line) => {
    if (line.type() === 'error' && !/Failed to load resource|WebSocket connection to/.test(line.text())) complaints.push(line.text());
  });
  await page.goto(`${gateway.http}/page`);
  return page;
}

const shoot = (page, name) => page.screenshot({path: join(screenshots, `${name}.png`), animations: 'disabled', fullPage: true});
const live = (page) => page.locator('#connection[data-state=live]').waitFor();
const saved = (page) => page.locator('#state[data-state=saved]').waitFor();
const document = async (page) => JSON.parse(await page.inputValue('#text'));
const holds = (page, text) => page.waitForFunction((wanted) => window.document.getElementById('text').value.includes(wanted), text);
const problem = async (page, id) => {
  await page.locator(`#${id}:not([hidden])`).waitFor();
  return page.textContent(`#${id}`);
};

async function sign(page, purpose, id, password) {
  await page.check(`[value=${purpose}]`);
  await page.fill('#id', id);
  await page.fill('#password', password);
  await page.click('#sign_in_button');
}

async function signedIn(purpose, id, options) {
  const page = await openWindow(options);
  await sign(page, purpose, id, `${id}-correct-horse`);
  await live(page);
  await holds(page, '"id"');
  return page;
}

async function save(page, text) {
  await page.fill('#text', typeof text === 'string' ? text : JSON.stringify(text));
  await page.click('#save');
  await saved(page);
}

const log = (page) => page.locator('#events li').allTextContents();

let alice, second, bob;

await check('the page is at /page, GET / stays 404', async () => {
  const answer = await fetch(`${gateway.http}/page`);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8');
  const again = await fetch(`${gateway.http}/page`, {
    headers: {'If-None-Match': answer.headers.get('etag'), 'Cache-Control': 'max-age=0'},  // as a browser's reload
  });
  assert.equal(again.status, 304);
  assert.equal((await fetch(gateway.http)).status, 404);
});

await check('somebody registers with the keyboard alone and sees their document', async () => {
  alice = await openWindow();
  await shoot(alice, 'sign_in');
  await alice.keyboard.type('alice');  // the name has the focus
  await alice.keyboard.press('Tab');
  await alice.keyboard.type('alice-correct-horse');
  await alice.keyboard.press('Shift+Tab');
  await alice.keyboard.press('Shift+Tab');
  await alice.keyboard.press('ArrowRight');
  assert.equal(await alice.textContent('#sign_in_button'), 'Create account');
  await alice.focus('#password');
  await alice.keyboard.press('Enter');
  await live(alice);
  await holds(alice, '"id"');
  assert.deepEqual(await document(alice), {id: 'alice'});
  assert.equal(await alice.title(), 'alice · User store');
});

await check('a wrong password, a taken name and a short password are said kindly', async () => {
  const page = await openWindow();
  await sign(page, 'log_in', 'alice', 'wrong-password');
  assert.equal(await problem(page, 'sign_in_problem'), 'This name and password do not belong together.');
  await shoot(page, 'wrong_password');
  await sign(page, 'register', 'alice', 'another-password');
  await page.waitForFunction(() => window.document.getElementById('sign_in_problem').textContent.includes('is taken'));
  await sign(page, 'register', 'carol', 'short');
  await page.waitForFunction(() => window.document.getElementById('sign_in_problem').textContent.includes('at least 10'));
  assert.ok(await page.isHidden('#workspace'));
  await page.context().close();
});

await check('what is saved in one window shows in the other at once, and in nobody else\'s', async () => {
  second = await signedIn('log_in', 'alice');
  bob = await signedIn('register', 'bob');
  await save(alice, {name: 'Alice', cities: ['Lisbon', 'Oslo'], settings: {dark: true, size: 1.5, nothing: null}});
  await holds(second, 'Lisbon');
  assert.deepEqual(await document(second), await document(alice));
  await save(second, {name: 'Alice B.', cities: ['Kyoto']});
  await holds(alice, 'Kyoto');
  assert.match((await log(alice))[0], /Changed in another window.*name: "Alice" → "Alice B."/);
  await shoot(alice, 'workspace');
  await save(bob, {name: 'Bob'});
  assert.deepEqual(await document(bob), {name: 'Bob', id: 'bob'});
  assert.deepEqual((await log(bob)).filter((line) => line.includes('another window')), []);
  assert.equal((await document(alice)).name, 'Alice B.');
});

await check('a document of 90 KB travels as well', async () => {
  const before = await document(alice);
  await save(alice, {name: 'long', pad: 'x'.repeat(90_000)});
  await holds(second, '"long"');
  assert.deepEqual(await document(second), await document(alice));
  await alice.fill('#text', JSON.stringify({pad: 'x'.repeat(110_000)}));
  await alice.click('#save');
  assert.match(await problem(alice, 'document_problem'), /too large/);
  await save(alice, before);
  await holds(second, before.name);
});

await check('what somebody is typing is not overwritten: they are asked', async () => {
  await alice.fill('#text', '{"name": "mine"');
  await save(second, {name: 'theirs'});
  await alice.locator('#newer:not([hidden])').waitFor();
  assert.equal(await alice.inputValue('#text'), '{"name": "mine"');
  await shoot(alice, 'changed_while_editing');
  await alice.click('#take_theirs');
  assert.equal((await document(alice)).name, 'theirs');
  await alice.fill('#text', '{"name": "mine"}');
  await save(second, {name: 'theirs again'});
  await alice.locator('#newer:not([hidden])').waitFor();
  await alice.click('#keep_mine');
  await alice.keyboard.press('Control+s');  // the editor has the focus
  await holds(second, 'mine');
});

await check('text that is no document is not sent; the place is shown', async () => {
  await alice.fill('#text', '{\n  "name": "x",\n  "n": 01\n}');
  await alice.click('#save');
  assert.match(await problem(alice, 'document_problem'), /^Line 3: expected a comma or }/);
  assert.deepEqual(await alice.evaluate(() => window.document.activeElement.id), 'text');
  await shoot(alice, 'not_json');
  await alice.fill('#text', '[1]');
  await alice.click('#save');
  await alice.waitForFunction(() => window.document.getElementById('document_problem').textContent.includes('must be an object'));
  await alice.click('#revert');
  await saved(alice);
});

await check('takes for JSON what the browser takes for JSON, and tidies up without touching a digit', async () => {
  const sample = '{"a":[1,-2.50,1e400,12345678901234567890],"b\\"\\u00e9":{"c":null,"d":[],"e":{}},\n "f" : [true,false , "x, {y}: z"]}';
  const different = await alice.evaluate((text) => {
    const editor = window.document.getElementById('text'), state = window.document.getElementById('state');
    const isJson = (one) => { try { return JSON.parse(one), true; } catch { return false; } };
    const texts = [text, ...[...text].map((_, at) => text.slice(0, at) + text.slice(at + 1))];
    for (const more of ['"', '}', '[', ',', ':', '0', '-', '.', '\\', '\u00a0'])
      texts.push(...[...text].map((_, at) => text.slice(0, at) + more + text.slice(at)));
    return texts.filter((one) => {
      editor.value = one;
      editor.dispatchEvent(new Event('input'));
      return (state.dataset.state !== 'broken') !== isJson(one);
    });
  }, sample);
  assert.deepEqual(different, []);
  await alice.fill('#text', sample);
  await alice.click('#tidy');
  const tidy = await alice.inputValue('#text');
  assert.deepEqual(JSON.parse(tidy), JSON.parse(sample));
  assert.match(tidy, /^{\n  "a": \[\n    1,\n    -2\.50,\n    1e400,\n    12345678901234567890\n  \],\n/);
  assert.match(tidy, /"d": \[\],\n    "e": {}\n/);
  await alice.click('#revert');
  await saved(alice);
});

await check('an action is applied', async () => {
  await alice.fill('#payload', '{"name": Al}');
  await alice.click('#apply');
  assert.match(await problem(alice, 'action_problem'), /The payload is not JSON/);
  await alice.fill('#payload', '{"name": "Al"}');
  await alice.click('#apply');
  await alice.locator('#events li', {hasText: 'Applied RENAME'}).waitFor();
});

await check('a second window opened from the page is signed in', async () => {
  const [third] = await Promise.all([alice.context().waitForEvent('page'), alice.click('#second')]);
  await live(third);
  await holds(third, '"mine"');
  await third.click('#log_out');
  await third.locator('#sign_in:not([hidden])').waitFor();
  await third.reload();
  assert.ok(await third.isVisible('#sign_in'));
  await third.close();
  assert.ok(await alice.isVisible('#workspace'));
});

await check('when the gateway goes away the page says so, comes back by itself and catches up', async () => {
  await gateway.stop();
  await alice.locator('#connection[data-state=lost]').waitFor();
  assert.match(await alice.textContent('#connection'), /Offline/);
  await shoot(alice, 'offline');
  await alice.fill('#text', '{"name": "typed offline"}');
  await alice.click('#save');
  assert.match(await problem(alice, 'document_problem'), /does not answer/);
  gateway = await store(gateway.port, data);
  await save(second, {name: 'saved meanwhile'});  // by HTTP: with or without its own connection
  await live(alice);
  await alice.locator('#newer:not([hidden])').waitFor();
  await alice.click('#take_theirs');
  assert.equal((await document(alice)).name, 'saved meanwhile');
});

await check('a session that has ended asks to log in again, and what was typed is kept', async () => {
  await live(second);
  await second.fill('#text', '{"name": "half done"}');
  await second.route('**/api/user/self', (route) => route.fulfill({status: 401, body: '{"message":"Unauthorized"}'}));
  await second.click('#save');
  assert.match(await problem(second, 'sign_in_problem'), /session has ended/);
  assert.ok(await second.isHidden('#workspace'));
  assert.equal(await second.evaluate(() => window.document.activeElement.id), 'password');
  await second.unroute('**/api/user/self');
  await sign(second, 'log_in', 'alice', 'alice-correct-horse');
  await live(second);
  await holds(second, 'half done');
  await save(second, {name: 'done'});
  await holds(alice, '"done"');
});

await check('every field has a label, and nothing is wider than a phone', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const page = await signedIn('log_in', 'alice', {viewport: {width: 360, height: 780}, colorScheme});
    const nameless = await page.evaluate(() => [...window.document.querySelectorAll('input, textarea')]
      .filter((field) => !field.labels.length).map((field) => field.id));
    assert.deepEqual(nameless, []);
    assert.equal(await page.evaluate(() => window.document.documentElement.scrollWidth), 360);
    await shoot(page, `phone_${colorScheme}`);
    await page.context().close();
  }
  await alice.emulateMedia({colorScheme: 'dark'});
  await shoot(alice, 'workspace_dark');
});

await check('the browser had nothing to complain about', async () => assert.deepEqual(complaints, []));

await browser.close();
await check('and the gateway ends well', async () => assert.equal(await gateway.stop(), 0, gateway.output));
console.log(`screenshots: ${screenshots}`);
finish();
